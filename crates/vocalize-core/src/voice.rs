//! Voices: tables of style vectors.

use std::fs;
use std::path::PathBuf;

use vocalize_text::{Language, MAX_TOKENS, NoLanguage};

use crate::error::Error;

/// Numbers in a style vector.
pub(crate) const STYLE_SIZE: usize = 256;

/// Numbers in a voice: a style vector for each length of an utterance.
const VOICE_SIZE: usize = MAX_TOKENS * STYLE_SIZE;

/// Voices in a blend, at most.
const MAX_BLEND: usize = 16;

/// A voice, or a blend of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    name: String,
    /// `[510, 256]`: row `n` is the style for an utterance of `n` tokens.
    styles: Vec<f32>,
}

impl Voice {
    /// Its name, or the blend as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language that it speaks, by its name. Of a blend, the first voice counts.
    ///
    /// # Errors
    /// [`NoLanguage`] for Japanese and Mandarin.
    pub fn language(&self) -> Result<Language, NoLanguage> {
        Language::of_voice(&self.name)
    }

    /// The style vector for an utterance of `tokens` tokens without pads: row
    /// `tokens` of the table, counted from 0, so row 0 is never used; the longest
    /// utterance, of 510, takes the last row, 509. (The model's authors take the
    /// row before in their own program.)
    pub fn style(&self, tokens: usize) -> &[f32] {
        let row = tokens.min(MAX_TOKENS - 1);
        &self.styles[row * STYLE_SIZE..(row + 1) * STYLE_SIZE]
    }
}

/// The folder of the voices' files.
#[derive(Debug, Clone)]
pub struct Voices {
    folder: PathBuf,
}

impl Voices {
    /// The voices in `folder`: `NAME.bin` each, 510 x 256 little-endian f32.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Their names, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter_map(|file| file.strip_suffix(".bin").map(str::to_owned))
            .collect();
        names.sort();
        names
    }

    /// The voice `given`: a name, or a blend like `af_heart:0.6,am_adam:0.4`,
    /// whose weights are scaled to a sum of 1.
    ///
    /// # Errors
    /// [`Error::VoiceSyntax`], [`Error::UnknownVoice`], [`Error::DamagedVoice`].
    pub fn load(&self, given: &str) -> Result<Voice, Error> {
        let parts = parse_blend(given)?;
        let total: f32 = parts.iter().map(|&(_, weight)| weight).sum();
        let mut styles = vec![0.0; VOICE_SIZE];
        for (name, weight) in &parts {
            for (sum, value) in styles.iter_mut().zip(self.read(name)?) {
                *sum += value * (weight / total);
            }
        }
        Ok(Voice {
            name: given.trim().to_owned(),
            styles,
        })
    }

    fn read(&self, name: &str) -> Result<Vec<f32>, Error> {
        let known = self.names();
        if !known.iter().any(|k| k == name) {
            return Err(Error::UnknownVoice {
                name: name.to_owned(),
                advice: advice(name, &known),
            });
        }
        let path = self.folder.join(format!("{name}.bin"));
        let damaged = |reason: String| Error::DamagedVoice {
            path: path.clone(),
            reason,
        };
        let expected = VOICE_SIZE * size_of::<f32>();
        let bytes = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
        if bytes != expected as u64 {
            return Err(damaged(format!(
                "it has {bytes} bytes instead of {expected}"
            )));
        }
        let bytes = fs::read(&path).map_err(Error::io("read", &path))?;
        let (numbers, _) = bytes.as_chunks();
        let styles: Vec<f32> = numbers
            .iter()
            .map(|&number| f32::from_le_bytes(number))
            .collect();
        if styles.len() != VOICE_SIZE || styles.iter().any(|s| !s.is_finite()) {
            return Err(damaged("it holds values that are no numbers".to_owned()));
        }
        Ok(styles)
    }
}

/// Names and weights of a blend; a single name has weight 1.
fn parse_blend(given: &str) -> Result<Vec<(&str, f32)>, Error> {
    let wrong = |reason: String| Error::VoiceSyntax {
        given: given.to_owned(),
        reason,
    };
    let parts: Vec<&str> = given.split(',').map(str::trim).collect();
    if parts.len() > MAX_BLEND {
        return Err(wrong(format!("a blend has at most {MAX_BLEND} voices")));
    }
    let part = |part: &'_ str| -> Result<f32, Error> {
        let Some((_, weight)) = part.split_once(':') else {
            return Ok(1.0);
        };
        let parsed = weight.trim().parse::<f32>().ok();
        let usable = parsed.filter(|w| w.is_finite() && *w > 0.0 && *w <= 1e6);
        usable.ok_or_else(|| wrong(format!("{weight:?} is no weight above 0")))
    };
    let mut blend = Vec::with_capacity(parts.len());
    for given_part in parts {
        let name = given_part.split(':').next().unwrap_or_default().trim();
        if name.is_empty() {
            return Err(wrong("a name is missing".to_owned()));
        }
        blend.push((name, part(given_part)?));
    }
    Ok(blend)
}

/// What to tell someone who asked for a voice that isn't there.
fn advice(name: &str, known: &[String]) -> String {
    if known.is_empty() {
        return "there are no voices yet, run `cargo xtask setup`".to_owned();
    }
    let close = |known: &str| {
        let whole = strsim::normalized_damerau_levenshtein(name, known);
        let given_name = known
            .split_once('_')
            .map_or(known, |(_, given_name)| given_name);
        whole.max(strsim::normalized_damerau_levenshtein(name, given_name))
    };
    let mut near: Vec<(f64, &str)> = known.iter().map(|k| (close(k), k.as_str())).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<&str> = near
        .iter()
        .take_while(|(score, _)| *score >= 0.5)
        .take(3)
        .map(|&(_, name)| name)
        .collect();
    if near.is_empty() {
        return "`vocalize voices` lists them".to_owned();
    }
    format!(
        "did you mean {}? (`vocalize voices` lists all)",
        near.join(" or ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Voices) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("{name}.bin")), bytes).unwrap();
        let voices = Voices::new(folder.path().to_owned());
        (folder, voices)
    }

    fn constant(value: f32) -> Vec<u8> {
        value.to_le_bytes().repeat(VOICE_SIZE)
    }

    #[test]
    fn blends_are_weighted_means() {
        let (folder, voices) = folder_with("af_one", &constant(1.0));
        fs::write(folder.path().join("am_two.bin"), constant(2.0)).unwrap();
        let voice = voices.load("af_one:1, am_two:3").unwrap();
        assert!(voice.style(1).iter().all(|s| (s - 1.75).abs() < 1e-6));
        assert_eq!(voice.style(510).len(), 256);
    }

    #[test]
    fn near_names_are_suggested() {
        let (_folder, voices) = folder_with("af_heart", &constant(0.0));
        for wrong in ["af_hart", "heart", "afheart"] {
            let error = voices.load(wrong).unwrap_err().to_string();
            assert!(error.contains("did you mean af_heart?"), "{error}");
        }
        let error = voices.load("../../etc/passwd").unwrap_err();
        assert!(matches!(error, Error::UnknownVoice { .. }), "{error}");
    }

    #[test]
    fn damaged_files_and_bad_blends_are_refused() {
        let (_folder, voices) = folder_with("short", &[0; 100]);
        assert!(matches!(
            voices.load("short"),
            Err(Error::DamagedVoice { .. })
        ));
        let (_folder, voices) = folder_with("nan", &constant(f32::NAN));
        assert!(matches!(
            voices.load("nan"),
            Err(Error::DamagedVoice { .. })
        ));
        for wrong in ["", "nan:0", "nan:-1", "nan:x", "nan:inf", ",nan", "nan,"] {
            let error = voices.load(wrong).unwrap_err();
            assert!(
                matches!(error, Error::VoiceSyntax { .. }),
                "{wrong}: {error}"
            );
        }
    }
}
