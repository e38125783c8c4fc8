//! Languages that the program espeak-ng reads: the real one where it is installed
//! (`cargo xtask test` installs it where it can), and its absence where it isn't.

use std::path::Path;
use std::process::{Command, Stdio};

use vocalize_text::{
    EspeakError, Frontend, Language, Method, OpenError, UserLexicon, Utterance, token_id,
};

const OTHERS: [Language; 5] = [
    Language::Es,
    Language::Fr,
    Language::Hi,
    Language::It,
    Language::PtBr,
];

/// The front end of a language that espeak-ng reads. Where espeak-ng is absent, `None`:
/// then opening has failed as it must.
fn open(language: Language, method: Method) -> Option<Frontend> {
    let opened = Frontend::open_with(Path::new("no compiled data"), language, method);
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).status().is_ok();
    if quiet(Command::new("espeak-ng").arg("--version")) {
        return Some(opened.unwrap_or_else(|error| panic!("{language:?}: {error}")));
    }
    println!("espeak-ng is absent: only that it is missed was tested");
    let error = opened.err().expect("no front end without espeak-ng");
    assert!(
        matches!(error, OpenError::Espeak(EspeakError::NotInstalled { .. })),
        "{error}"
    );
    None
}

fn utterances(frontend: &Frontend, text: &str) -> Vec<Utterance> {
    let made: Result<Vec<_>, _> = frontend.utterances(text).collect();
    made.unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn said(frontend: &Frontend, text: &str) -> String {
    let phonemes: Vec<String> = utterances(frontend, text)
        .into_iter()
        .map(|utterance| utterance.phonemes)
        .collect();
    phonemes.join(" | ")
}

/// What misaki 0.9.4 says with espeak-ng 1.51 (`scripts/espeak_oracle.py`), less the
/// marks that the model doesn't have.
#[test]
fn other_languages_are_said_as_misaki_says_them() {
    for (language, text, wanted) in [
        (
            Language::Es,
            "Hola mundo, ¿qué tal estás? La casa (roja) «es» mía.",
            "ˈola mˈundo, kˈe tˈal estˈas? | la kˈasa (rˈoxa) “ˈes” mˈia.",
        ),
        (
            Language::Fr,
            "C'est l'été — n'est-ce pas ? Bonjour !",
            "sɛ letˈe — nˈɛs pˈa ? | bɔ\u{303}ʒˈuʁ !",
        ),
        (
            Language::Hi,
            "नमस्ते दुनिया। आप कैसे हैं?",
            "nəmˈʌsteː dˈʊnɪjˌaː. | ˌaːp kˈɛːseː hɛ\u{303}?",
        ),
        (Language::It, "Ciao, bella!", "ʧˈao, bˈɛlla!"),
        (Language::PtBr, "Olá, mundo.", "olˈa, mˈu\u{303}ŋdʊ."),
    ] {
        if let Some(frontend) = open(language, Method::Misaki) {
            assert_eq!(said(&frontend, text), wanted);
        }
    }
}

#[test]
fn numbers_are_whole_and_the_text_is_no_command() {
    let Some(frontend) = open(Language::Es, Method::Misaki) else {
        return;
    };
    assert_eq!(said(&frontend, "3.14"), "tɾˈes punto katˈoɾθe");
    let plain = said(&frontend, "hola mundo");
    for text in [
        "[[hola]] mundo",
        "hola\nmundo",
        "hola\u{1}mundo",
        "-hola -mundo",
    ] {
        let heard = said(&frontend, text);
        assert!(
            heard.starts_with("ˈola") || heard.starts_with("-"),
            "{text:?}: {heard}"
        );
        assert!(heard.ends_with(" mˈundo"), "{text:?}: {heard}");
    }
    assert_eq!(plain, "ˈola mˈundo");
}

#[test]
fn any_script_is_spoken_in_the_models_alphabet() {
    let text = "日本 привет שלום ½ 😀 € & %, a^b <b>x</b> ﷺ \0 ñandú🇪🇸 1/2 x²";
    for language in OTHERS {
        let Some(frontend) = open(language, Method::Misaki) else {
            continue;
        };
        for utterance in utterances(&frontend, text) {
            assert!(utterance.phonemes.chars().all(|c| token_id(c).is_some()));
            assert_eq!(utterance.ids.len(), utterance.sources.len());
        }
    }
}

#[test]
fn tokens_know_their_words_and_given_phonemes_are_used() {
    let Some(frontend) = open(Language::Es, Method::Misaki) else {
        return;
    };
    let lexicon = UserLexicon::parse("\"casa\" = \"kˈAzə\"", Path::new("words.toml")).unwrap();
    let frontend = frontend.with_lexicon(lexicon);
    let text = "La casa [roja](/ˈɹɛd/), sí.";
    let made = utterances(&frontend, text);
    assert_eq!(made[0].phonemes, "lˈa kˈAzə ˈɹɛd, sˈi.");
    let sources: Vec<&str> = made[0].sources.iter().map(|r| &text[r.clone()]).collect();
    let mut words = sources.clone();
    words.dedup();
    assert_eq!(words, ["La", " ", "casa", " ", "roja", ",", " ", "sí", "."]);
}

#[test]
fn long_lines_are_said_whole() {
    let Some(frontend) = open(Language::It, Method::Misaki) else {
        return;
    };
    for (text, words) in [
        ("bella ".repeat(2_000), 2_000),
        ("bella, ".repeat(300), 300),
    ] {
        assert_eq!(said(&frontend, &text).matches("lla").count(), words);
    }
    let run_together = said(&frontend, &"bella".repeat(1_000));
    assert!(run_together.matches('b').count() >= 1_000);
}

#[test]
fn english_by_espeak_is_in_misakis_alphabet() {
    for (language, wanted) in [
        (Language::EnUs, "hˈOm wˈɜɹk, bˈɛTəɹ"),
        (Language::EnGb, "hˈQm wˈɜːk, bˈɛtə"),
    ] {
        if let Some(frontend) = open(language, Method::Espeak) {
            assert_eq!(said(&frontend, "Home work, better"), wanted);
        }
    }
}
