//! Playing: through the platform's sound library where the build has it, else
//! through a player that is installed.

use crate::AudioError;

#[cfg(feature = "sound")]
mod device;
mod program;

/// Sound on its way to a loudspeaker.
pub struct Playback(Way);

enum Way {
    #[cfg(feature = "sound")]
    Device(device::Device),
    Program(program::Program),
}

impl Playback {
    /// Opens the way: the sound device if this build can, else the first
    /// installed player of [`player_names`].
    ///
    /// # Errors
    /// [`AudioError::NoPlayer`] when there is none.
    pub fn open() -> Result<Self, AudioError> {
        #[cfg(feature = "sound")]
        if let Ok(device) = device::Device::open() {
            return Ok(Self(Way::Device(device)));
        }
        program::Program::start().map(|program| Self(Way::Program(program)))
    }

    /// Appends samples; waits when the player is behind.
    ///
    /// # Errors
    /// [`AudioError::Player`] when it stopped.
    pub fn write(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        match &mut self.0 {
            #[cfg(feature = "sound")]
            Way::Device(device) => device.write(samples),
            Way::Program(program) => program.write(samples),
        }
    }

    /// Waits until all has been heard.
    ///
    /// # Errors
    /// [`AudioError::Player`] when the player failed.
    pub fn finish(self) -> Result<(), AudioError> {
        match self.0 {
            #[cfg(feature = "sound")]
            Way::Device(device) => device.finish(),
            Way::Program(program) => program.finish(),
        }
    }
}

/// The players that are looked for, in this order.
pub fn player_names() -> Vec<&'static str> {
    program::PLAYERS.iter().map(|player| player.name).collect()
}
