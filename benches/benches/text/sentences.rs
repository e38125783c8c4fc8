//! Different sentences of 20 words, the same in every run.

const ADJECTIVES: [&str; 10] = [
    "old", "young", "tired", "happy", "quiet", "clever", "brave", "famous", "gentle", "hungry",
];
const NOUNS: [&str; 10] = [
    "farmer", "doctor", "teacher", "sailor", "painter", "baker", "soldier", "writer", "singer",
    "driver",
];
const PLACES: [&str; 10] = [
    "village", "market", "garden", "harbor", "castle", "station", "river", "forest", "bridge",
    "school",
];
const ADVERBS: [&str; 10] = [
    "slowly", "quickly", "early", "late", "again", "home", "back", "down", "over", "once",
];
const RELATIVES: [&str; 10] = [
    "brother", "sister", "mother", "father", "uncle", "aunt", "cousin", "daughter", "son",
    "neighbor",
];
const NUMBERS: [&str; 10] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve",
];
const THINGS: [&str; 10] = [
    "apples", "books", "letters", "flowers", "horses", "pictures", "candles", "blankets", "boxes",
    "coins",
];
const VERBS: [&str; 10] = [
    "talked", "laughed", "wondered", "worried", "asked", "learned", "dreamed", "argued", "wrote",
    "spoke",
];

/// 1,000 sentences: the digits of a number choose three words, which makes each
/// sentence different, and sums of them the others.
pub(crate) fn all() -> Vec<String> {
    (0..1000).map(sentence).collect()
}

fn sentence(number: usize) -> String {
    let (a, b, c) = (number % 10, number / 10 % 10, number / 100);
    let [adjective, noun, place] = [ADJECTIVES[a], NOUNS[b], PLACES[c]];
    let [adverb, relative] = [ADVERBS[(a + b) % 10], RELATIVES[(b + c) % 10]];
    let [many, things] = [NUMBERS[(a + c) % 10], THINGS[(a + 3 * b) % 10]];
    let verb = VERBS[(b + 7 * c) % 10];
    format!(
        "When the {adjective} {noun} came {adverb} to the {place}, my {relative} gave {many} \
         {things} away and {verb} about the winter."
    )
}
