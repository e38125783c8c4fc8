//! Which words a full stop abbreviates, and so doesn't end a sentence after.

use crate::language::Language;

/// The words of one language, in lower case and without their last full stop.
pub(crate) struct Abbreviations {
    /// Never the last word of a sentence, because a name or another word must follow.
    pub(crate) never_last: &'static [&'static str],
    /// Before a number they are abbreviations, elsewhere words.
    pub(crate) before_number: &'static [&'static str],
    /// Perhaps the last word of a sentence: if one of `beginners` follows.
    pub(crate) perhaps_last: &'static [&'static str],
    /// Words that often begin a sentence and seldom a name.
    pub(crate) beginners: &'static [&'static str],
}

impl Abbreviations {
    /// Those of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::EnUs | Language::EnGb => &ENGLISH,
            Language::Es => &SPANISH,
            Language::Fr => &FRENCH,
            Language::Hi => &HINDI,
            Language::It => &ITALIAN,
            Language::PtBr => &PORTUGUESE,
        }
    }
}

const ENGLISH: Abbreviations = Abbreviations {
    never_last: NEVER_LAST,
    before_number: BEFORE_NUMBER,
    perhaps_last: PERHAPS_LAST,
    beginners: BEGINNERS,
};

const SPANISH: Abbreviations = titles(
    &[
        "sr", "sra", "srta", "sres", "dr", "dra", "d", "dña", "prof", "profa", "ing", "lic",
        "gral", "p.ej", "av", "avda", "sto", "sta",
    ],
    &["núm", "n", "pág", "págs", "tel", "art", "cap", "vol", "fig"],
);

const FRENCH: Abbreviations = titles(
    &[
        "m", "mm", "mme", "mmes", "mlle", "mlles", "dr", "pr", "me", "mgr", "cf", "p.ex", "st",
        "ste", "av", "bd",
    ],
    &["p", "pp", "no", "n", "art", "chap", "vol", "fig", "tél"],
);

const HINDI: Abbreviations = titles(&["डॉ", "डा", "श्री", "प्रो", "पं", "कु"], &["सं"]);

const ITALIAN: Abbreviations = titles(
    &[
        "sig", "sigg", "sig.ra", "sig.na", "dott", "dott.ssa", "dr", "prof", "prof.ssa", "ing",
        "avv", "on", "rag", "geom", "p.es", "s", "v",
    ],
    &["pag", "pagg", "n", "nr", "art", "cap", "vol", "fig", "tel"],
);

const PORTUGUESE: Abbreviations = titles(
    &[
        "sr", "sra", "srta", "srs", "dr", "dra", "prof", "profa", "eng", "d", "exmo", "exma", "av",
        "p.ex", "sto", "sta",
    ],
    &["pág", "págs", "n", "nº", "art", "cap", "vol", "fig", "tel"],
);

const fn titles(
    never_last: &'static [&'static str],
    before_number: &'static [&'static str],
) -> Abbreviations {
    Abbreviations {
        never_last,
        before_number,
        perhaps_last: &[],
        beginners: &[],
    }
}

/// Abbreviations, in lower case, whose full stop never ends a sentence,
/// because a name or another word must follow.
const NEVER_LAST: &[&str] = &[
    "adm", "approx", "capt", "cf", "cmdr", "col", "dr", "e.g", "esp", "gen", "gov", "hon", "i.e",
    "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "rev", "sen", "sgt",
    "st", "v", "viz", "vs", "mme", "mlle", "fr", "al",
];

/// Those that come before a number: elsewhere they are words.
const BEFORE_NUMBER: &[&str] = &[
    "art", "ch", "ed", "eq", "ext", "fig", "figs", "no", "nos", "p", "para", "pg", "pp", "pt",
    "sec", "tel", "vol", "vols", "ca", "c",
];

/// Those that may end a sentence: they do before a word that often begins one.
const PERHAPS_LAST: &[&str] = &[
    "apr", "aug", "ave", "bldg", "blvd", "bros", "co", "corp", "dec", "dept", "est", "etc", "feb",
    "fri", "govt", "hr", "hrs", "inc", "jan", "jr", "jul", "jun", "ltd", "mar", "min", "mon",
    "nov", "oct", "rd", "sat", "sep", "sept", "sr", "sun", "thu", "thurs", "tue", "tues", "wed",
    "esq",
];

/// Words that often begin a sentence and seldom a name.
const BEGINNERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "an",
    "and",
    "as",
    "at",
    "before",
    "both",
    "but",
    "by",
    "each",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "later",
    "many",
    "meanwhile",
    "most",
    "my",
    "no",
    "now",
    "on",
    "one",
    "or",
    "our",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "to",
    "we",
    "what",
    "when",
    "where",
    "why",
    "with",
    "you",
];
