//! Dynamic time warping.

/// Which frame of one piece of speech belongs to which of another: pairs from
/// `(0, 0)` to the last of both, each one step on in one or both; those that cost
/// least together. Empty if either has no frames.
///
/// `cost` is at least 0. Needs a byte for each pair of frames.
pub fn align(
    first: usize,
    second: usize,
    cost: impl Fn(usize, usize) -> f32,
) -> Vec<(usize, usize)> {
    if first == 0 || second == 0 {
        return Vec::new();
    }
    let mut steps = vec![Step::Both; first * second];
    let mut above = vec![f64::INFINITY; second];
    let mut row = vec![f64::INFINITY; second];
    for a in 0..first {
        for b in 0..second {
            let (step, before) = cheapest(a, b, &above, &row);
            steps[a * second + b] = step;
            row[b] = before + f64::from(cost(a, b));
        }
        std::mem::swap(&mut above, &mut row);
    }
    path(&steps, first, second)
}

/// The step that led to a pair.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Step {
    Both,
    First,
    Second,
}

/// The cheapest way to `(a, b)`, a step in both preferred, and its cost so far.
fn cheapest(a: usize, b: usize, above: &[f64], row: &[f64]) -> (Step, f64) {
    match (a, b) {
        (0, 0) => (Step::Both, 0.0),
        (0, _) => (Step::Second, row[b - 1]),
        (_, 0) => (Step::First, above[0]),
        _ => {
            let (both, one, other) = (above[b - 1], above[b], row[b - 1]);
            if both <= one && both <= other {
                (Step::Both, both)
            } else if one <= other {
                (Step::First, one)
            } else {
                (Step::Second, other)
            }
        }
    }
}

fn path(steps: &[Step], first: usize, second: usize) -> Vec<(usize, usize)> {
    let (mut a, mut b) = (first - 1, second - 1);
    let mut path = vec![(a, b)];
    while (a, b) != (0, 0) {
        match steps[a * second + b] {
            Step::Both => (a, b) = (a - 1, b - 1),
            Step::First => a -= 1,
            Step::Second => b -= 1,
        }
        path.push((a, b));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(first: &[f32], second: &[f32]) -> Vec<(usize, usize)> {
        align(first.len(), second.len(), |a, b| {
            (first[a] - second[b]).abs()
        })
    }

    #[test]
    fn a_pause_that_one_makes_longer_is_found() {
        let path = of(&[1.0, 5.0, 9.0], &[1.0, 5.0, 5.0, 5.0, 9.0]);
        assert_eq!(path, [(0, 0), (1, 1), (1, 2), (1, 3), (2, 4)]);
        assert!(of(&[], &[1.0]).is_empty());
    }

    proptest! {
        #[test]
        fn a_signal_goes_with_itself_step_by_step(signal in prop::collection::vec(-1.0f32..1.0, 1..60)) {
            let wanted: Vec<_> = (0..signal.len()).map(|n| (n, n)).collect();
            prop_assert_eq!(of(&signal, &signal), wanted);
        }

        #[test]
        fn every_frame_is_on_the_path_and_none_goes_back(
            first in prop::collection::vec(-1.0f32..1.0, 1..40),
            second in prop::collection::vec(-1.0f32..1.0, 1..40),
        ) {
            let path = of(&first, &second);
            prop_assert_eq!(path[0], (0, 0));
            prop_assert_eq!(path[path.len() - 1], (first.len() - 1, second.len() - 1));
            for pair in path.windows(2) {
                let (a, b) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
                prop_assert!(a <= 1 && b <= 1 && a + b > 0);
            }
        }
    }
}
