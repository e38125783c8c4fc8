//! Any bytes as an ONNX file: an error or a model, which can be rewritten and is the
//! same when it was written and read again.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vocalize_onnx::passes::{self, Exactness};
use vocalize_onnx::{Limits, Model, restore, split};

fuzz_target!(|bytes: &[u8]| {
    // External weights would come from here: a folder without files.
    let folder = Path::new("/nonexistent");
    let decode = |bytes: Vec<u8>| Model::decode(bytes.into(), folder, &Limits::default());
    let Ok(model) = decode(bytes.to_vec()) else {
        return;
    };
    let again = decode(model.encode()).expect("what was read can be read again");
    // Bits, because a weight that is no number is not equal to itself.
    assert_eq!(again.encode(), model.encode());
    let _ = split::split(&model);
    let _ = split::split_decoder(&model);
    let _ = restore::fp32(&mut model.clone());
    let _ = passes::optimize(&mut model.clone(), Exactness::Phases);
    let _ = passes::convolve_planes(&mut model.clone());
});
