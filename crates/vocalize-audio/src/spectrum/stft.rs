//! The short-time Fourier transform.

use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::{RealFftPlanner, RealToComplex};

/// Power spectra of overlapping, Hann-windowed frames. Frame `k` is centred on
/// sample `k * hop`; beyond the ends of the signal is silence.
pub struct Stft {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    hop: usize,
}

impl Stft {
    /// Frames of `size` samples, `hop` samples apart; both at least 1.
    pub fn new(size: usize, hop: usize) -> Self {
        let size = size.max(1);
        Self {
            transform: RealFftPlanner::new().plan_fft_forward(size),
            window: hann(size),
            hop: hop.max(1),
        }
    }

    /// Numbers in a spectrum: from 0 Hz to half the sample rate.
    pub fn bins(&self) -> usize {
        self.window.len() / 2 + 1
    }

    /// The power that a sine of amplitude 1 has in its bin.
    pub fn full_scale(&self) -> f32 {
        let sum: f32 = self.window.iter().sum();
        (sum / 2.0).powi(2)
    }

    /// The power spectrum of each frame, `bins` numbers each.
    pub fn power(&self, samples: &[f32]) -> Vec<Vec<f32>> {
        let size = self.window.len();
        let mut padded = vec![0.0; size / 2];
        padded.extend_from_slice(samples);
        padded.resize(padded.len() + size / 2, 0.0);
        let starts = (0..).step_by(self.hop);
        let frames = starts.map_while(|start| padded.get(start..start + size));
        frames.map(|frame| self.power_of_frame(frame)).collect()
    }

    fn power_of_frame(&self, frame: &[f32]) -> Vec<f32> {
        let mut windowed: Vec<f32> = frame
            .iter()
            .zip(&self.window)
            .map(|(sample, weight)| sample * weight)
            .collect();
        let mut spectrum = self.transform.make_output_vec();
        self.transform
            .process(&mut windowed, &mut spectrum)
            .expect("both buffers have the transform's own sizes");
        spectrum.iter().map(|bin| bin.norm_sqr()).collect()
    }
}

/// The periodic Hann window.
fn hann(size: usize) -> Vec<f32> {
    let step = TAU / size as f64;
    (0..size)
        .map(|n| (0.5 - 0.5 * (step * n as f64).cos()) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_is_one_peak_of_full_scale() {
        for size in [320, 321, 1024] {
            let stft = Stft::new(size, size / 2);
            let step = TAU * 20.0 / size as f64;
            let sine: Vec<f32> = (0..8 * size)
                .map(|n| (step * n as f64).sin() as f32)
                .collect();
            let frames = stft.power(&sine);
            let middle = &frames[frames.len() / 2];
            assert_eq!(middle.len(), stft.bins());
            let ratio = middle[20] / stft.full_scale();
            assert!((ratio - 1.0).abs() < 1e-3, "{size}: {ratio}");
            assert!(middle[25] / middle[20] < 1e-6);
        }
    }

    #[test]
    fn frames_are_centred_on_multiples_of_the_hop() {
        let stft = Stft::new(64, 16);
        let mut click = vec![0.0; 160];
        click[80] = 1.0;
        let frames = stft.power(&click);
        assert_eq!(frames.len(), 11);
        let energy: Vec<f32> = frames.iter().map(|frame| frame.iter().sum()).collect();
        let loudest = (0..11).max_by(|&a, &b| energy[a].total_cmp(&energy[b]));
        assert_eq!(loudest, Some(5));
        assert_eq!(energy[5 - 3], 0.0);
    }

    #[test]
    fn nothing_has_only_the_silence_around_it() {
        assert_eq!(Stft::new(8, 4).power(&[]), vec![vec![0.0; 5]]);
    }
}
