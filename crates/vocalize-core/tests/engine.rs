//! The engine on the real model.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use vocalize_core::{
    Error, Model, Places, Provider, QualityRecord, Runtime, SessionOptions, Speech, Variant, Voice,
    Voices, offline_record, optimize_offline,
};
use vocalize_text::{Dialect, Frontend, MAX_TOKENS, TokenId};

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let named = std::env::var_os("VOCALIZE_MODELS").map(PathBuf::from);
    let models =
        named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"));
    Places::find(Some(&models)).unwrap()
});

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::load(&PLACES.runtime().unwrap()).unwrap());

fn published() -> Variant {
    Variant::named(&PLACES.variants(), Variant::PUBLISHED).unwrap()
}

fn model(sessions: usize) -> Model {
    let options = SessionOptions {
        threads: 1,
        sessions,
        ..SessionOptions::default()
    };
    Model::load(&RUNTIME, &published(), &options).unwrap()
}

fn heart() -> Voice {
    Voices::new(PLACES.voices()).load("af_heart").unwrap()
}

/// "Hello." as token ids.
const HELLO: [TokenId; 7] = [50, 83, 54, 156, 31, 4, 16];

#[test]
fn sessions_of_a_pool_speak_at_once_and_alike() {
    let (model, voice) = (model(2), heart());
    let spoken: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let speak = || model.synthesize(&HELLO, &voice, 1.0).unwrap();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(speak)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(spoken[0].len() > 10_000);
    assert!(spoken.iter().all(|audio| *audio == spoken[0]));
}

#[test]
fn the_signature_is_that_of_the_export() {
    let model = model(1);
    let signature = model.signature();
    assert_eq!(
        [
            &signature.tokens,
            &signature.style,
            &signature.speed,
            &signature.audio
        ],
        ["tokens", "style", "speed", "audio"]
    );
}

#[test]
fn what_the_model_cannot_take_is_refused() {
    let (model, voice) = (model(1), heart());
    let refused = |ids: &[TokenId], speed| model.synthesize(ids, &voice, speed).unwrap_err();
    assert!(matches!(refused(&[], 1.0), Error::TokenCount { tokens: 0 }));
    let long = [16; MAX_TOKENS + 1];
    assert!(matches!(
        refused(&long, 1.0),
        Error::TokenCount { tokens: 511 }
    ));
    for speed in [0.0, 0.49, 2.01, -1.0, f32::NAN, f32::INFINITY] {
        assert!(
            matches!(refused(&HELLO, speed), Error::Speed { .. }),
            "{speed}"
        );
    }
    // An id beyond the embedding table is ONNX Runtime's to refuse, as an error.
    assert!(matches!(
        refused(&[255], 1.0),
        Error::Synthesis { tokens: 1, .. }
    ));
    assert!(
        model.synthesize(&HELLO, &voice, 1.0).is_ok(),
        "the session is still good"
    );
}

#[test]
fn the_longest_utterance_is_spoken() {
    let (model, voice) = (model(1), heart());
    let ids: Vec<TokenId> = HELLO.iter().copied().cycle().take(MAX_TOKENS).collect();
    let audio = model.synthesize(&ids, &voice, 2.0).unwrap();
    assert!(audio.len() > 10 * 24_000, "{} samples", audio.len());
}

#[test]
fn a_speech_comes_piece_by_piece_and_ends_after_an_error() {
    let (model, voice) = (model(1), heart());
    let frontend = Frontend::without_compiled(Dialect::Us);
    let speech = Speech::new(frontend.utterances("One. Two."), &model, &voice, 1.0);
    let pieces: Vec<_> = speech.map(Result::unwrap).collect();
    let tokens: Vec<usize> = pieces.iter().map(|piece| piece.tokens).collect();
    assert_eq!(tokens, ["wˈʌn.".chars().count(), "tˈu.".chars().count(), 0]);
    let mut failing = Speech::new(frontend.utterances("***"), &model, &voice, 1.0);
    assert!(matches!(failing.next(), Some(Err(Error::Text(_)))));
    assert!(failing.next().is_none());
}

#[test]
fn utterances_spoken_at_once_come_in_their_order() {
    let voice = heart();
    let frontend = Frontend::without_compiled(Dialect::Us);
    let text = "The first one is the longest by far. Two. Three. Four, five. Six. Seven.";
    let told = |sessions| {
        let model = model(sessions);
        let speech = Speech::new(frontend.utterances(text), &model, &voice, 1.0);
        let mut told = Vec::new();
        let all = speech.at_once(sessions, |piece| {
            told.push((piece.audio, piece.words, piece.tokens));
            Ok::<_, Error>(())
        });
        all.unwrap();
        told
    };
    let one_by_one = told(1);
    assert_eq!(one_by_one.len(), 7);
    assert!(told(2) == one_by_one, "other pieces, or in another order");

    let model = model(2);
    let speech = Speech::new(frontend.utterances(text), &model, &voice, 1.0);
    let mut heard = 0;
    let stopped = speech.at_once(2, |_| {
        heard += 1;
        Err(Error::Speed { speed: 9.0 })
    });
    assert!(matches!(stopped, Err(Error::Speed { .. })));
    assert_eq!(heard, 1);
    let failing = Speech::new(frontend.utterances("***"), &model, &voice, 1.0);
    let failed = failing.at_once(2, |_| Ok::<_, Error>(()));
    assert!(matches!(failed, Err(Error::Text(_))));
}

#[test]
fn the_optimised_form_is_complete_tied_to_its_cpu_and_speaks_alike() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join(Variant::PUBLISHED);
    std::fs::create_dir(&base).unwrap();
    for file in ["model.onnx", "variant.toml"] {
        let from = published().folder().join(file);
        std::fs::copy(from, base.join(file)).unwrap();
    }
    let base = Variant::load(&base).unwrap();
    let save = || {
        let record = offline_record(&RUNTIME, "tuned", &base, "");
        let optimise = |place: &Path| optimize_offline(&RUNTIME, &base.graph(), place).map(drop);
        record.install(folder.path(), optimise).unwrap()
    };
    save();
    // Made again, it takes the place of the first.
    let tuned = save();
    assert_eq!(Variant::names(folder.path()), [Variant::PUBLISHED, "tuned"]);
    tuned.verify().unwrap();
    let options = SessionOptions {
        threads: 1,
        ..SessionOptions::default()
    };
    let speak = |variant| {
        let model = Model::load(&RUNTIME, variant, &options).unwrap();
        model.synthesize(&HELLO, &heart(), 1.0).unwrap()
    };
    assert_eq!(speak(&tuned), speak(&base));

    let quality = QualityRecord {
        sentences: 44,
        p808: -0.01,
        p808_worst: -0.12,
        ovrl: 0.0,
        ovrl_worst: -0.05,
        log_spectral_distance: 1.25,
    };
    Variant::load(tuned.folder())
        .unwrap()
        .record_quality(quality)
        .unwrap();
    let tuned = Variant::load(tuned.folder()).unwrap();
    assert_eq!(tuned.record().quality, Some(quality));
    tuned.verify().unwrap();

    let record = tuned.folder().join("variant.toml");
    let text = std::fs::read_to_string(&record).unwrap();
    std::fs::write(
        &record,
        text.replace("requires_cpu = \"", "requires_cpu = \"other "),
    )
    .unwrap();
    let foreign = Variant::load(tuned.folder()).unwrap();
    let refused = Model::load(&RUNTIME, &foreign, &options).err().unwrap();
    assert!(matches!(refused, Error::ForeignVariant { .. }), "{refused}");
}

#[test]
fn what_is_spoken_depends_on_no_option_of_threads_and_memory() {
    let usual = SessionOptions {
        threads: 1,
        ..SessionOptions::default()
    };
    let unusual = SessionOptions {
        inter_threads: 2,
        spinning: false,
        arena: false,
        memory_pattern: true,
        ..usual.clone()
    };
    let speak = |options| {
        let model = Model::load(&RUNTIME, &published(), &options).unwrap();
        model.synthesize(&HELLO, &heart(), 1.0).unwrap()
    };
    assert!(speak(usual) == speak(unusual), "not the same samples");
}

#[test]
fn a_provider_that_is_not_there_is_refused() {
    // No package of ONNX Runtime that set-up fetches has this one.
    let options = SessionOptions {
        provider: Provider::OneDnn,
        ..SessionOptions::default()
    };
    let refused = Model::load(&RUNTIME, &published(), &options).err().unwrap();
    assert!(
        matches!(
            refused,
            Error::NoProvider {
                provider: Provider::OneDnn,
                ..
            }
        ),
        "{refused}"
    );
}
