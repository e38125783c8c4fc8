//! Bands of the mel scale.

/// Triangular filters of equal area, evenly spaced on Slaney's mel scale: linear
/// below 1 kHz, logarithmic above. The same as librosa's `filters.mel`.
pub struct MelBank {
    /// For each band, its first bin and the weights from there on.
    bands: Vec<(usize, Vec<f32>)>,
}

/// Where the scale turns from linear to logarithmic.
const KNEE_HZ: f64 = 1000.0;
/// A mel below the knee.
const HZ_PER_MEL: f64 = 200.0 / 3.0;
/// A factor of 6.4 above the knee is 27 mels.
const MELS_PER_E: f64 = 27.0 / 1.856_297_990_365_626; // ln 6.4

fn to_mel(hz: f64) -> f64 {
    if hz < KNEE_HZ {
        hz / HZ_PER_MEL
    } else {
        KNEE_HZ / HZ_PER_MEL + (hz / KNEE_HZ).ln() * MELS_PER_E
    }
}

fn to_hz(mel: f64) -> f64 {
    let knee = KNEE_HZ / HZ_PER_MEL;
    if mel < knee {
        mel * HZ_PER_MEL
    } else {
        KNEE_HZ * ((mel - knee) / MELS_PER_E).exp()
    }
}

impl MelBank {
    /// `bands` bands from 0 Hz to half of `sample_rate`, over spectra of frames of
    /// `frame` samples.
    pub fn new(bands: usize, sample_rate: u32, frame: usize) -> Self {
        let rate = f64::from(sample_rate);
        let top = to_mel(rate / 2.0);
        let edge = |n: usize| to_hz(top * n as f64 / (bands + 1) as f64);
        let bin_hz = |bin: usize| bin as f64 * rate / frame as f64;
        let band = |n: usize| {
            let (low, centre, high) = (edge(n), edge(n + 1), edge(n + 2));
            let weight = |bin: usize| {
                let hz = bin_hz(bin);
                let slope = ((hz - low) / (centre - low)).min((high - hz) / (high - centre));
                (slope.max(0.0) * 2.0 / (high - low)) as f32
            };
            let first = (0..=frame / 2).find(|&bin| bin_hz(bin) > low).unwrap_or(0);
            let inside = (first..=frame / 2).take_while(|&bin| bin_hz(bin) < high);
            (first, inside.map(weight).collect())
        };
        Self {
            bands: (0..bands).map(band).collect(),
        }
    }

    /// What each band holds of a spectrum.
    pub fn apply(&self, spectrum: &[f32]) -> Vec<f32> {
        let band = |(first, weights): &(usize, Vec<f32>)| {
            let bins = spectrum.iter().skip(*first);
            weights.iter().zip(bins).map(|(w, bin)| w * bin).sum()
        };
        self.bands.iter().map(band).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_slaneys() {
        // librosa.hz_to_mel([60, 440, 1000, 8000])
        for (hz, mel) in [
            (60.0, 0.9),
            (440.0, 6.6),
            (1000.0, 15.0),
            (8000.0, 45.245_640_471_924_965),
        ] {
            assert!((to_mel(hz) - mel).abs() < 1e-9, "{hz}: {}", to_mel(hz));
            assert!((to_hz(mel) - hz).abs() < 1e-6);
        }
    }

    #[test]
    fn bands_have_librosas_weights() {
        // librosa.filters.mel(sr=16000, n_fft=321, n_mels=120)
        let bank = MelBank::new(120, 16_000, 321);
        let sums: Vec<f32> = bank.apply(&[1.0; 161]);
        for (band, sum) in LIBROSA {
            assert!((sums[band] - sum).abs() < 1e-6, "{band}: {}", sums[band]);
        }
    }

    /// Sums of the weights of some bands.
    const LIBROSA: [(usize, f32); 4] = [
        (0, 0.000_021_27),
        (1, 0.040_093_09),
        (60, 0.019_820_185),
        (119, 0.020_068_016),
    ];
}
