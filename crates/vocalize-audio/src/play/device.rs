//! The platform's sound library, through `cpal`.

use std::sync::mpsc::{self, Receiver, SyncSender};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};

use crate::{AudioError, SAMPLE_RATE};

/// Samples that may wait for the device: half a second.
const QUEUE: usize = SAMPLE_RATE as usize / 2;

pub(super) struct Device {
    queue: SyncSender<f32>,
    drained: Receiver<()>,
    _stream: cpal::Stream,
}

impl Device {
    /// Opens the default output device.
    pub(super) fn open() -> Result<Self, AudioError> {
        let device = cpal::default_host()
            .default_output_device()
            .ok_or_else(|| failed("there is no output device"))?;
        let config = cpal::StreamConfig {
            channels: 1,
            sample_rate: SAMPLE_RATE,
            buffer_size: cpal::BufferSize::Default,
        };
        let (queue, waiting) = mpsc::sync_channel::<f32>(QUEUE);
        let (empty, drained) = mpsc::sync_channel::<()>(1);
        let fill = move |output: &mut [f32], _: &cpal::OutputCallbackInfo| {
            for sample in output {
                *sample = match waiting.try_recv() {
                    Ok(next) => next,
                    Err(mpsc::TryRecvError::Empty) => 0.0,
                    Err(mpsc::TryRecvError::Disconnected) => {
                        let _ = empty.try_send(());
                        0.0
                    }
                };
            }
        };
        let stream = device
            .build_output_stream(config, fill, |_| {}, None)
            .map_err(|e| failed(&e.to_string()))?;
        stream.play().map_err(|e| failed(&e.to_string()))?;
        Ok(Self {
            queue,
            drained,
            _stream: stream,
        })
    }

    pub(super) fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        for &sample in samples {
            self.queue
                .send(sample)
                .map_err(|_| failed("the device stopped"))?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), AudioError> {
        let Self {
            queue,
            drained,
            _stream,
        } = self;
        drop(queue);
        drained.recv().map_err(|_| failed("the device stopped"))
    }
}

fn failed(reason: &str) -> AudioError {
    AudioError::Player {
        player: "the sound device".to_owned(),
        reason: reason.to_owned(),
    }
}
