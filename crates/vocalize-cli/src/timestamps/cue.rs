//! Words to subtitles.

use std::ops::Range;

use super::Word;

/// The longest line, in characters, and the lines of a subtitle: what
/// broadcasters allow.
const LINE: usize = 42;
const LINES: usize = 2;

/// The shortest time that a subtitle is shown, in seconds, where the next one
/// leaves it that long.
const SHORTEST: f64 = 1.0;

/// One subtitle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cue {
    pub(super) start: f64,
    pub(super) end: f64,
    /// At most two lines of at most 42 characters, unless a word is longer.
    pub(super) lines: Vec<String>,
}

/// The subtitles of a speech of `seconds`: a sentence each, or a part of one that
/// is too long.
pub(super) fn cues(text: &str, words: &[Word], seconds: f64) -> Vec<Cue> {
    let shown = with_punctuation(text, words);
    let mut cues: Vec<Cue> = groups(text, words, &shown)
        .into_iter()
        .map(|group| Cue {
            start: words[group.start].start,
            end: words[group.end - 1].end,
            lines: lines(&text[shown[group.start].start..shown[group.end - 1].end]),
        })
        .collect();
    let starts: Vec<f64> = cues.iter().skip(1).map(|cue| cue.start).collect();
    for (at, cue) in cues.iter_mut().enumerate() {
        let next = starts.get(at).copied().unwrap_or(seconds);
        cue.end = cue.end.max((cue.start + SHORTEST).min(next));
    }
    cues
}

/// Which words share a subtitle: as many as fit, of one sentence.
fn groups(text: &str, words: &[Word], shown: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let fits = |group: &&mut Range<usize>| {
            lines(&text[shown[group.start].start..shown[at].end]).len() <= LINES
        };
        match groups.last_mut().filter(|_| !word.begins).filter(fits) {
            Some(group) => group.end = at + 1,
            None => groups.push(at..at + 1),
        }
    }
    groups
}

/// The bytes of each word with the punctuation at it: up to white space or the
/// next word.
fn with_punctuation(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut shown: Vec<Range<usize>> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = shown.last().map_or(0, |last| last.end);
        let after = words
            .get(at + 1)
            .map_or(text.len(), |next| next.plain.start);
        let start = text[before..word.plain.start]
            .rfind(char::is_whitespace)
            .map_or(before, |space| before + space);
        let end = text[word.plain.end..after]
            .find(char::is_whitespace)
            .map_or(after, |space| word.plain.end + space);
        shown.push(start..end);
    }
    shown
}

/// `text` in lines as long as they may be, any white space as one space.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + length <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of half a second, found in `text` at each stretch of letters; a
    /// sentence begins after a full stop.
    fn words(text: &str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let parts = text.split(|c: char| !c.is_alphanumeric());
        for part in parts.filter(|part| !part.is_empty()) {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            let time = words.len() as f64 / 2.0;
            let before = words.last().map_or("", |last| &text[last.plain.end..start]);
            words.push(Word {
                text: part.to_owned(),
                start: time,
                end: time + 0.4,
                bytes: [start, start + part.len()],
                begins: words.is_empty() || before.contains('.'),
                plain: start..start + part.len(),
            });
        }
        words
    }

    fn shown(text: &str) -> Vec<Vec<String>> {
        let words = words(text);
        let cues = cues(text, &words, words.len() as f64 / 2.0);
        cues.into_iter().map(|cue| cue.lines).collect()
    }

    #[test]
    fn a_sentence_is_a_subtitle_with_its_punctuation() {
        assert_eq!(
            shown("“Well,” she\n said: no—never. (Really?) Yes."),
            [["“Well,” she said: no—never."], ["(Really?) Yes."]]
        );
    }

    #[test]
    fn a_long_sentence_is_several_subtitles_of_two_lines() {
        let sentence = "and on and on it goes ".repeat(12);
        let shown = shown(&sentence);
        assert!(shown.len() > 2);
        let all = shown.iter().flatten();
        assert!(all.clone().all(|line| line.chars().count() <= LINE));
        assert!(shown.iter().all(|lines| lines.len() <= LINES));
        let joined = all.map(String::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!(joined, sentence.trim());
    }

    #[test]
    fn a_subtitle_stays_a_second_where_it_can() {
        let text = "One. Two three four. Five.";
        let cues = cues(text, &words(text), 2.5);
        let times: Vec<(f64, f64)> = cues.iter().map(|cue| (cue.start, cue.end)).collect();
        assert_eq!(times, [(0.0, 0.5), (0.5, 1.9), (2.0, 2.5)]);
    }

    #[test]
    fn a_word_longer_than_a_line_has_one() {
        let word = "a".repeat(100);
        assert_eq!(shown(&format!("See {word} now."))[0][1], word);
    }
}
