//! The formats that timestamps are written in.

use std::io::{self, Write};

use serde::Serialize;

use super::Word;
use super::cue::Cue;

#[derive(Serialize)]
struct Object<'a> {
    audio_seconds: f64,
    words: &'a [Word],
}

/// One JSON object in one line.
pub(super) fn json(to: &mut impl Write, words: &[Word], seconds: f64) -> io::Result<()> {
    let object = Object {
        audio_seconds: seconds,
        words,
    };
    serde_json::to_writer(&mut *to, &object)?;
    writeln!(to)
}

/// SubRip.
pub(super) fn srt(to: &mut impl Write, cues: &[Cue]) -> io::Result<()> {
    for (at, cue) in cues.iter().enumerate() {
        let (start, end) = (time(cue.start, ','), time(cue.end, ','));
        writeln!(to, "{}\n{start} --> {end}", at + 1)?;
        writeln!(to, "{}\n", cue.lines.join("\n"))?;
    }
    Ok(())
}

/// WebVTT, in which some characters are marks.
pub(super) fn vtt(to: &mut impl Write, cues: &[Cue]) -> io::Result<()> {
    writeln!(to, "WEBVTT\n")?;
    for cue in cues {
        let (start, end) = (time(cue.start, '.'), time(cue.end, '.'));
        let text = cue.lines.join("\n");
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        writeln!(to, "{start} --> {end}\n{}\n", text.replace('>', "&gt;"))?;
    }
    Ok(())
}

/// Hours, minutes, seconds and, after `point`, milliseconds.
fn time(seconds: f64, point: char) -> String {
    let milliseconds = (seconds * 1e3).round() as u64;
    let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let (hours, minutes) = (minutes / 60, minutes % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>, &[Cue]) -> io::Result<()>) -> String {
        let cue = |start: f64, lines: &[&str]| Cue {
            start,
            end: start + 1.5,
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
        };
        let cues = [cue(0.0404, &["a < b", "--> & c"]), cue(3661.9996, &["d"])];
        let mut bytes = Vec::new();
        write(&mut bytes, &cues).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn subrip() {
        assert_eq!(
            written(srt),
            "1\n00:00:00,040 --> 00:00:01,540\na < b\n--> & c\n\n\
             2\n01:01:02,000 --> 01:01:03,500\nd\n\n"
        );
    }

    #[test]
    fn web_vtt() {
        assert_eq!(
            written(vtt),
            "WEBVTT\n\n00:00:00.040 --> 00:00:01.540\na &lt; b\n--&gt; &amp; c\n\n\
             01:01:02.000 --> 01:01:03.500\nd\n\n"
        );
    }
}
