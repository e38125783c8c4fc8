//! Running espeak-ng.

use std::env;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use subprocess::{Exec, Job, Redirection};

use super::error::EspeakError;
use crate::language::Language;

/// How long one run may take: a thousand times what a sentence takes.
const TIME: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes: some hundred times a sentence's.
const ANSWER_BYTES: usize = 1 << 20;

/// The longest line that is written, in bytes: espeak-ng cuts lines at 1,000.
pub(super) const LINE_BYTES: usize = 900;

/// What stands between the characters of one phoneme in the answer.
pub(super) const TIE: char = '^';

/// espeak-ng speaking one language.
pub(super) struct Program {
    path: PathBuf,
    language: Language,
    /// How long one run may take.
    limit: Duration,
}

impl Program {
    /// `VOCALIZE_ESPEAK`, else `espeak-ng` where programs are found.
    pub(super) fn find(language: Language) -> Self {
        let named = env::var_os("VOCALIZE_ESPEAK").filter(|named| !named.is_empty());
        Self {
            path: named.map_or_else(|| PathBuf::from("espeak-ng"), PathBuf::from),
            language,
            limit: TIME,
        }
    }

    /// What the program says for each text, in IPA. A text has at most
    /// [`LINE_BYTES`] bytes and is one line.
    ///
    /// All of them go into one run, parted by empty lines, to which the program
    /// answers with empty lines. A version that doesn't is asked for each text alone.
    pub(super) fn say(&self, texts: &[&str]) -> Result<Vec<String>, EspeakError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let answer = self.run(texts.join("\n\n"))?;
        let answers: Vec<String> = answer.split("\n\n").map(one_line).collect();
        if answers.len() == texts.len() {
            return Ok(answers);
        }
        let alone = texts.iter().map(|text| self.run((*text).to_owned()));
        alone.map(|answer| Ok(one_line(&answer?))).collect()
    }

    /// Runs the program with `text` on its standard input and gives what it prints.
    fn run(&self, text: String) -> Result<String, EspeakError> {
        let voice = voice(self.language);
        let tie = format!("--tie={TIE}");
        let job = Exec::cmd(&self.path)
            .args(["-q", "--ipa", &tie, "-b", "1", "-v", voice])
            .stdin(text + "\n")
            .stdout(Redirection::Pipe)
            .stderr(Redirection::Pipe)
            .start();
        let mut job = job.map_err(|error| self.not_started(&error))?;
        let (said, complained) = self.read(&mut job).inspect_err(|_| {
            // Whatever it is doing, it isn't waited for.
            let _ = job.kill();
        })?;
        let status = job.wait().map_err(|error| self.failed(&error))?;
        if !status.success() {
            return Err(self.failed(
                &complained
                    .trim()
                    .lines()
                    .next()
                    .unwrap_or("it gives no reason"),
            ));
        }
        Ok(said.trim_end_matches('\n').to_owned())
    }

    /// Both outputs, within the limits.
    fn read(&self, job: &mut Job) -> Result<(String, String), EspeakError> {
        let stopped = |reason: String| EspeakError::Stopped {
            program: self.path.clone(),
            reason,
        };
        let pipes = job.communicate().map_err(|error| self.failed(&error))?;
        let read = pipes.limit_time(self.limit).limit_size(ANSWER_BYTES).read();
        let (said, complained) = read.map_err(|error| match error.kind() {
            ErrorKind::TimedOut => stopped(format!("it took longer than {:?}", self.limit)),
            _ => self.failed(&error),
        })?;
        if said.len() + complained.len() >= ANSWER_BYTES {
            return Err(stopped(format!(
                "it printed more than {ANSWER_BYTES} bytes"
            )));
        }
        let text = |bytes: Vec<u8>| {
            let what = "it printed something that is no UTF-8 text";
            String::from_utf8(bytes).map_err(|_| self.failed(&what))
        };
        Ok((text(said)?, text(complained)?))
    }

    fn not_started(&self, error: &std::io::Error) -> EspeakError {
        if error.kind() == ErrorKind::NotFound {
            return EspeakError::NotInstalled {
                language: self.language.name(),
                program: self.path.clone(),
            };
        }
        self.failed(error)
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> EspeakError {
        EspeakError::Failed {
            program: self.path.clone(),
            reason: reason.to_string(),
        }
    }
}

/// espeak-ng's name for the voice of a language, as Kokoro's authors choose it.
fn voice(language: Language) -> &'static str {
    match language {
        Language::EnUs => "en-us",
        Language::EnGb => "en-gb",
        Language::Es => "es",
        Language::Fr => "fr-fr",
        Language::Hi => "hi",
        Language::It => "it",
        Language::PtBr => "pt-br",
    }
}

/// An answer has a line a clause.
fn one_line(answer: &str) -> String {
    let lines = answer.lines().map(str::trim);
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    /// A program that does `what` instead.
    fn program(folder: &tempfile::TempDir, what: &str) -> Program {
        let path = folder.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{what}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Program {
            path,
            language: Language::Es,
            limit: Duration::from_secs(60),
        }
    }

    fn failure(what: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        program(&folder, what).say(&["a"]).unwrap_err().to_string()
    }

    #[test]
    fn a_program_that_misbehaves_is_an_error() {
        let said = failure("cat > /dev/null; echo no such voice >&2; exit 3");
        assert!(said.ends_with("failed: no such voice"), "{said}");
        assert!(failure("printf '\\377\\n'").contains("no UTF-8"));
        assert!(failure("yes").contains("printed more than"));
        let folder = tempfile::tempdir().unwrap();
        let mut slow = program(&folder, "exec sleep 60");
        slow.limit = Duration::from_millis(10);
        let said = slow.say(&["a"]).unwrap_err().to_string();
        assert!(said.contains("took longer than 10ms"), "{said}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named_with_its_package() {
        let missing = Program {
            path: PathBuf::from("/nowhere/espeak-ng"),
            language: Language::Hi,
            limit: TIME,
        };
        let said = missing.say(&["a"]).unwrap_err().to_string();
        assert!(
            said.contains("Hindi") && said.contains("/nowhere/espeak-ng"),
            "{said}"
        );
        assert!(said.contains("install the package"), "{said}");
    }

    #[test]
    fn empty_lines_part_the_answers_or_each_text_is_asked_alone() {
        let folder = tempfile::tempdir().unwrap();
        for what in ["cat", "grep ."] {
            let answers = program(&folder, what).say(&["a b", "c", "d"]).unwrap();
            assert_eq!(answers, ["a b", "c", "d"], "{what}");
        }
        assert!(program(&folder, "exit 1").say(&[]).unwrap().is_empty());
    }
}
