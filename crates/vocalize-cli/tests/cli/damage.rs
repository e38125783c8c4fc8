//! Files that are damaged, swapped or of another program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::copy::Copy;
use crate::program::{entries, fail, models, vocalize};

/// What `say` says with these models, which must fail and leave no file.
fn say(copy: &Copy) -> String {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().join("a.wav");
    let mut command = copy.vocalize();
    let said = fail(command.args(["say", "Hi", "-o", path.to_str().unwrap()]));
    assert!(entries(out.path()).is_empty());
    said
}

const MODEL: &str = "variants/published-int8/model.onnx";

#[test]
fn a_truncated_model_is_refused() {
    let copy = Copy::new();
    let content = copy.content(MODEL);
    copy.replace(MODEL, &content[..content.len() / 2]);
    let said = say(&copy);
    assert!(
        said.contains("model.onnx has 46180635 bytes instead of 92361271"),
        "{said}"
    );
    assert!(said.contains("cargo xtask setup"), "{said}");
}

#[test]
fn a_swapped_model_of_the_same_length_is_refused() {
    let copy = Copy::new();
    copy.replace(MODEL, &vec![0x5a; copy.content(MODEL).len()]);
    let said = say(&copy);
    assert!(said.contains("ONNX Runtime can't load"), "{said}");
    let output = copy.vocalize().arg("doctor").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("model.onnx has another content")
    );
}

#[test]
fn a_record_that_leaves_its_folder_is_refused() {
    let copy = Copy::new();
    let record = String::from_utf8(copy.content("variants/published-int8/variant.toml")).unwrap();
    let outside = record.replace("\"model.onnx\"", "\"../../../model.onnx\"");
    copy.replace("variants/published-int8/variant.toml", outside.as_bytes());
    let said = say(&copy);
    assert!(said.contains("not in its folder"), "{said}");
    copy.replace("variants/published-int8/variant.toml", b"name = [");
    let said = say(&copy);
    assert!(
        said.contains("\"published-int8\" is damaged: variant.toml"),
        "{said}"
    );
}

#[test]
fn a_damaged_voice_is_refused() {
    let copy = Copy::new();
    copy.replace("voices/af_heart.bin", &[0; 1000]);
    let said = say(&copy);
    assert!(said.contains("1000 bytes instead of 522240"), "{said}");
}

#[test]
fn without_models_the_way_to_get_them_is_named() {
    let said = fail(vocalize().args(["say", "Hi", "-o", "-", "--models", "/no/such/models"]));
    assert!(
        said.contains("/no/such/models") && said.contains("cargo xtask setup"),
        "{said}"
    );
}

#[test]
fn a_runtime_that_is_none_is_refused() {
    let copy = Copy::new();
    let library = entries(&models().join("runtime")).remove(0);
    copy.replace(&format!("runtime/{library}"), b"no library");
    let said = say(&copy);
    assert!(said.contains("can't be used as ONNX Runtime"), "{said}");
    assert!(said.contains("cargo xtask setup"), "{said}");
}

/// A library that calls itself ONNX Runtime 1.10.
const OLD_RUNTIME: &str = r#"
use std::ffi::{c_char, c_void};
#[repr(C)]
pub struct Base {
    api: extern "C" fn(u32) -> *const c_void,
    version: extern "C" fn() -> *const c_char,
}
extern "C" fn api(_: u32) -> *const c_void { std::ptr::null() }
extern "C" fn version() -> *const c_char { c"1.10.0".as_ptr() }
static BASE: Base = Base { api, version };
#[unsafe(no_mangle)]
pub extern "C" fn OrtGetApiBase() -> *const Base { &BASE }
"#;

#[test]
fn a_runtime_that_is_too_old_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let library = build_library(folder.path(), OLD_RUNTIME);
    let said = fail(
        vocalize()
            .args(["say", "Hi", "-o", "-"])
            .env("ORT_DYLIB_PATH", library),
    );
    assert!(said.contains("it is version 1.10.0"), "{said}");
    let other = build_library(
        folder.path(),
        "#[unsafe(no_mangle)] pub extern \"C\" fn other() {}",
    );
    let said = fail(
        vocalize()
            .args(["say", "Hi", "-o", "-"])
            .env("ORT_DYLIB_PATH", other),
    );
    assert!(said.contains("it is another library"), "{said}");
}

fn build_library(folder: &Path, source: &str) -> PathBuf {
    let file = folder.join("library.rs");
    fs::write(&file, source).unwrap();
    let library = folder.join("library.so");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let built = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "-C",
            "panic=abort",
            "-o",
        ])
        .args([&library, &file])
        .status();
    assert!(built.unwrap().success());
    library
}
