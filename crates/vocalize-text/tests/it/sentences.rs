//! Sentences to compare on: prose, templates over homographs, numbers and forms
//! of words, and words of the lexicons. The same in every run.

use std::collections::BTreeSet;

const PROSE: &str = include_str!("data/prose.txt");
const HOMOGRAPHS: &str = include_str!("data/homographs.txt");

/// Contexts that ask for one reading of a homograph or the other.
const HOMOGRAPH_TEMPLATES: [&str; 20] = [
    "They will {} it tomorrow.",
    "The {} was longer than we thought.",
    "He used to {} the old one.",
    "I have {} nothing since May.",
    "Did you {} that?",
    "A {} is all I ask for.",
    "Her {} and his {} were never the same.",
    "It is very {}, isn't it?",
    "To {} or not to {}, that is the question.",
    "We {} in the evening; they {} in the morning.",
    "Please {} the {} again.",
    "She {}s every day, and he {}ed once.",
    "“{},” he said, “is what I am used to.”",
    "{} me if you can!",
    "The {}’s end came before {}ing it.",
    "An old {}, in a new way, to the {}.",
    "What a {} thing to say to an {} man",
    "It was {} by the end of the day (or so they say).",
    "THE {} MUST NOT BE LOST.",
    "Only the well-{} ones are in.",
];

/// Contexts for a word taken at random.
const WORD_TEMPLATES: [&str; 12] = [
    "The {} is in the {}.",
    "I saw the {} {} yesterday.",
    "{} and {} were there, too.",
    "She said “{}” to the {}.",
    "Is it a {} or an {}?",
    "He would {} the {}, wouldn't he?",
    "{}'s {} is {}.",
    "It's a {}-{} thing.",
    "Those {}s {}ed while {}ing.",
    "{}: {}; {}... {}!",
    "In {}, as in {}, we use the {}.",
    "the {}s' {} and the {}’s {}",
];

const NUMBER_TEMPLATES: [&str; 14] = [
    "I have {} of them.",
    "It costs ${}, or £{} in London.",
    "About {}% of the {} people left.",
    "In {} the war ended.",
    "The {}th time was the best, the {}st the worst.",
    "Call 555-{} or {}-{}-{}.",
    "It is {}.5 miles, or {}.{} km.",
    "€{}.{} each",
    "Version {}.{}.{} is out.",
    "-{} degrees; {}kg of it.",
    "Chapter {}: page {}/{}.",
    "at {} o'clock on May {}, {},{}00",
    "the {}s and the {}'s",
    "a {}-year-old with {}x{} pixels",
];

/// Sentences with marks, contractions, abbreviations and symbols.
const FORMS: [&str; 45] = [
    "I can't, won't, shouldn't've, and y'all'd've known it's John's.",
    "I'm, you're, he's, we'd, they'll, who've, that'd: all of them.",
    "’Twas the dogs’ dinner, the Joneses' car and Thomas’s hat.",
    "'Tis rock 'n' roll, 'cause I'm gonna lemme wanna.",
    "Mr. and Mrs. Smith met Dr. Jones, Ph.D., at 5 p.m. on St. John's St.",
    "The U.S.A. and the U.K. met the E.U. at the U.N., i.e. in N.Y.",
    "NASA, the FBI, IBM and the BBC aren't LOL; PDFs, CEOs' DVDs and APIs are.",
    "an iPhone, a MacBook, eBay, YouTube, G2P, B2B and an OpenAI API",
    "“Well,” she said, “it's—how shall I say it?—late…”",
    "\"Well,\" she said, \"it's -- how shall I say it? -- late...\"",
    "'Single quotes' and ‘curly ones’ and \"\"",
    "five-storied, self-evident, state-of-the-art, out-of-the-way, X-ray, T-shirt",
    "and/or, he/she, km/h, 24/7, 1/2",
    "a & b + c = d @ home, 100% sure * or # not ~ at all",
    "www.example.com or http://example.org/a?b=c, mail me@example.com",
    "file_name.txt, snake_case_word, _emphasis_, __init__",
    "(parentheses) [brackets] {braces} <angles>",
    "What?! No!! Yes... Maybe?? Hmm…",
    "naïve café résumé façade Zürich señor déjà vu",
    "Used to? I used to. They were used to it. USED TO!",
    "I am. AM I? At 9 AM I am. Am I in AM radio?",
    "The end. THE END. The apple, the hour, the one, the FBI, the UN.",
    "To err; to ask; to you. TO ALL. Go to. Come to, 2 each.",
    "In it. Come in! IN short, in an hour; the in crowd; Go IN.",
    "By and by. He went by. BY ALL MEANS, by hand.",
    "An hour, AN APPLE, an FBI man, An.",
    "A is a letter. Plan A is a go. A-one, a b c, an A, grade A.",
    "I think I, Claudius, am Henry I. i before e",
    "vs. the world, me vs you, Roe v. Wade, A VS B",
    "$1, $0.50, $1.01, £1, €2.02, ¥500, $5 million, US$9, 9$, £0",
    "1st 2nd 3rd 4th 11th 12th 13th 20th 21st 100th 101st 1,000th 0th",
    "1,000 10,000 1,000,000 1000000 0 00 007 1.0 .5 -5 -1.5 +3 1.2.3",
    "1900 1905 1910 2000 2001 2010 1066 1776 0800 9999 1000s 90s '90s",
    "™ ® © ° § ¶ • → … — – -",
    "Hello   world,\ttabs  and   spaces .",
    "He said:\n- one\n- two",
    "O'Brien, McDonald, MacArthur, van der Berg, d'Artagnan, l'Hôpital",
    "lol, brb, OMG, wtf? hahaha, aaaaah, shhh, Hmmm, uh-huh",
    "No. 5, p. 12, vol. 3, fig. 4, ca. 1900, etc., et al., e.g. this",
    "wanna-be's, has-been's, know-how, x's and y's, A's and 1's",
    "the cat’s meow, the cats’ meow; Jesus' and James's; children's",
    "Kubernetes frobnicated the qzxwv; Frobnicator's il-lilly blorptown",
    "This;that,other.Thing:more!And?so",
    "mid-1990s fashion, a 19th-century house, a 1st-class 3rd-rate 80's song",
    "[Illustration: a dog] *** END * of _this_ ---- =====",
];

/// What is put together at random, with and without spaces: the tokenizer's
/// affixes and exceptions meet in ways that nobody would write.
const ATOMS: [&str; 108] = [
    "the",
    "a",
    "to",
    "in",
    "used",
    "am",
    "I",
    "by",
    "an",
    "vs.",
    "record",
    "read",
    "U.S.",
    "Mr.",
    "don't",
    "it's",
    "'s",
    "’s",
    "'",
    "’",
    "‘",
    "“",
    "”",
    "\"",
    "-",
    "--",
    "—",
    "–",
    "_",
    "/",
    ".",
    "..",
    "...",
    "…",
    ",",
    ";",
    ":",
    "!",
    "?",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "$",
    "£",
    "€",
    "US$",
    "%",
    "&",
    "+",
    "@",
    "#",
    "*",
    "=",
    "<",
    ">",
    "~",
    "^",
    "|",
    "°",
    "™",
    "5",
    "12",
    "007",
    "1999",
    "3.14",
    "1,000",
    "1st",
    "22nd",
    "-4",
    "km",
    "kg",
    "5km",
    "10%",
    "NASA",
    "FBI",
    "PDFs",
    "iPhone",
    "G2P",
    "é",
    "naïve",
    "日本",
    "привет",
    "ß",
    "http://a.com",
    "www.x.org",
    "me@b.com",
    "a.b",
    "qzxwv",
    "DOGS",
    "THE",
    "To",
    "IN",
    "AM",
    "AN",
    "Used",
    "running",
    "houses",
    "boxes",
    "tried",
    "John's",
    "dogs'",
    "O'Brien",
    "co-op",
    "p.m.",
    "\u{a0}",
];
const SOUPS: usize = 1500;

/// Numbers as a generator gives them: the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// All sentences, `words` being those of the lexicons.
pub(crate) fn all(words: &BTreeSet<String>) -> Vec<String> {
    let mut sentences: Vec<String> = PROSE.lines().map(str::to_owned).collect();
    sentences.extend(FORMS.map(str::to_owned));
    for homograph in HOMOGRAPHS.split_whitespace() {
        sentences.extend(HOMOGRAPH_TEMPLATES.map(|sentence| sentence.replace("{}", homograph)));
    }
    let mut numbers = Numbers(1);
    for round in 0..1400 {
        let template = NUMBER_TEMPLATES[round % NUMBER_TEMPLATES.len()];
        sentences.push(fill(template, || number(&mut numbers)));
    }
    let words: Vec<&String> = words.iter().collect();
    for round in 0..3600 {
        let template = WORD_TEMPLATES[round % WORD_TEMPLATES.len()];
        sentences.push(fill(template, || words[numbers.below(words.len())].clone()));
    }
    sentences.extend((0..SOUPS).map(|_| soup(&mut numbers)));
    sentences
}

/// One to ten atoms.
fn soup(numbers: &mut Numbers) -> String {
    let mut soup = String::new();
    for _ in 0..numbers.below(10) + 1 {
        soup.push_str(ATOMS[numbers.below(ATOMS.len())]);
        if numbers.below(3) == 0 {
            soup.push(' ');
        }
    }
    soup
}

/// Numbers of all lengths up to five digits, the short ones as often as the long.
fn number(numbers: &mut Numbers) -> String {
    let digits = numbers.below(5) as u32 + 1;
    numbers.below(10usize.pow(digits)).to_string()
}

fn fill(template: &str, mut next: impl FnMut() -> String) -> String {
    let mut parts = template.split("{}");
    let mut sentence = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        sentence.push_str(&next());
        sentence.push_str(part);
    }
    sentence
}
