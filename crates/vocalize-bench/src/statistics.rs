//! Statistics that a few outliers don't move.
//!
//! A shared machine now and then takes twice as long for the same work. So the
//! middle is the median, the spread the median absolute deviation, and how sure
//! the median is follows from ranks alone, whatever the figures' distribution.

use serde::Serialize;

/// The least confidence of [`Sample::interval`] where there are figures enough.
const CONFIDENCE: f64 = 0.95;

/// One or more figures, sorted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample(Vec<f64>);

/// Bounds of a sample's median.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The probability that bounds found this way enclose the median of what the
    /// figures were drawn from. 0.95 or more from 6 figures on; fewer can't give
    /// that.
    pub(crate) confidence: f64,
}

impl Sample {
    /// The figures as a sample; none if there are none.
    pub(crate) fn new(figures: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        (!figures.is_empty()).then_some(Self(figures))
    }

    /// The figures, sorted.
    pub(crate) fn figures(&self) -> &[f64] {
        &self.0
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The figure that a `share` (0 to 1) of the sample lies below, interpolated
    /// between neighbours.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let place = share.clamp(0.0, 1.0) * (self.0.len() - 1) as f64;
        let (lower, upper) = (
            self.0[place.floor() as usize],
            self.0[place.ceil() as usize],
        );
        lower + (upper - lower) * place.fract()
    }

    /// Median absolute deviation from the median, not scaled.
    pub(crate) fn deviation(&self) -> f64 {
        let median = self.median();
        let deviations = self.0.iter().map(|figure| (figure - median).abs());
        Self::new(deviations).map_or(0.0, |deviations| deviations.median())
    }

    /// The narrowest pair of figures, equally far from both ends, that encloses the
    /// median with at least 95% confidence; the outermost pair if none does.
    ///
    /// How many of n figures lie below the true median is binomial with p = 1/2, so
    /// the k-th from either end enclose it unless fewer than k lie on one side.
    pub(crate) fn interval(&self) -> Interval {
        let n = self.0.len();
        let mut skipped = 0;
        // The probability that at most `skipped` figures lie below the median.
        let mut tail = 0.5f64.powf(n as f64);
        let mut confidence = 1.0 - 2.0 * tail;
        let mut log_term = -(n as f64) * 2.0f64.ln();
        while skipped + 1 < n.div_ceil(2) {
            log_term += ((n - skipped) as f64 / (skipped + 1) as f64).ln();
            tail += log_term.exp();
            if 1.0 - 2.0 * tail < CONFIDENCE {
                break;
            }
            skipped += 1;
            confidence = 1.0 - 2.0 * tail;
        }
        Interval {
            low: self.0[skipped],
            high: self.0[n - 1 - skipped],
            confidence,
        }
    }

    /// Half the width of the interval as a share of the median; infinite below 6
    /// figures, which can't give 95% confidence.
    pub(crate) fn uncertainty(&self) -> f64 {
        let Interval {
            low,
            high,
            confidence,
        } = self.interval();
        if confidence < CONFIDENCE {
            return f64::INFINITY;
        }
        (high - low) / 2.0 / self.median().abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(figures: &[f64]) -> Sample {
        Sample::new(figures.iter().copied()).unwrap()
    }

    #[test]
    fn known_answers() {
        let odd = sample(&[9.0, 1.0, 3.0]);
        assert_eq!((odd.median(), odd.deviation()), (3.0, 2.0));
        let even = sample(&[4.0, 1.0, 2.0, 3.0]);
        assert_eq!((even.median(), even.deviation()), (2.5, 1.0));
        assert_eq!((even.quantile(0.25), even.quantile(1.0)), (1.75, 4.0));
        assert_eq!(Sample::new([]), None);
    }

    /// Ranks and confidence from the binomial tables: 6 figures give 1 - 2/64 by
    /// their extremes, 10 the second of each end with 1 - 2 * 11/1024, 20 the sixth.
    #[test]
    fn intervals_are_those_of_the_tables() {
        let ordinals = |n: u32| sample(&(1..=n).map(f64::from).collect::<Vec<_>>()).interval();
        let interval = |low, high, confidence| Interval {
            low,
            high,
            confidence,
        };
        assert_eq!(ordinals(6), interval(1.0, 6.0, 1.0 - 2.0 / 64.0));
        assert_eq!(ordinals(5), interval(1.0, 5.0, 1.0 - 2.0 / 32.0));
        let ten = ordinals(10);
        assert_eq!((ten.low, ten.high), (2.0, 9.0));
        assert!((ten.confidence - (1.0 - 22.0 / 1024.0)).abs() < 1e-12);
        let twenty = ordinals(20);
        assert_eq!((twenty.low, twenty.high), (6.0, 15.0));
        assert!((twenty.confidence - 0.9586).abs() < 1e-4);
        // Beyond what 2^-n can be written as; the normal law says 470 and 531 of 1000
        // and 2406 to 2595 of 5000 within one or two.
        let many = ordinals(5000);
        assert!((many.low - 2431.0).abs() < 2.0 && (many.high - 2570.0).abs() < 2.0);
    }

    #[test]
    fn intervals_enclose_the_median_as_often_as_they_say() {
        let mut random = fastrand::Rng::with_seed(7);
        let trials = 4000;
        let enclosed = (0..trials).filter(|_| {
            // A skewed distribution with median 0.25.
            let drawn = Sample::new((0..11).map(|_| random.f64().powi(2)));
            let Interval { low, high, .. } = drawn.unwrap().interval();
            low <= 0.25 && 0.25 <= high
        });
        let share = enclosed.count() as f64 / f64::from(trials);
        // 11 figures: 0.9883 for the second... of each end.
        let said = sample(&[0.0; 11]).interval().confidence;
        assert!((share - said).abs() < 0.01, "{share} for {said}");
    }

    fn figures() -> impl Strategy<Value = Vec<f64>> {
        proptest::collection::vec(1e-6..1e6f64, 1..60)
    }

    proptest! {
        #[test]
        fn the_median_lies_within_its_interval(figures in figures()) {
            let sample = sample(&figures);
            let Interval { low, high, confidence } = sample.interval();
            prop_assert!(low <= sample.median() && sample.median() <= high);
            prop_assert!((0.0..=1.0).contains(&confidence));
            prop_assert_eq!(confidence >= CONFIDENCE, figures.len() >= 6);
        }

        #[test]
        fn order_is_nothing_and_scale_is_a_factor(figures in figures(), factor in 0.001..1000.0f64) {
            let mut turned = figures.clone();
            turned.reverse();
            prop_assert_eq!(sample(&turned), sample(&figures));
            let one = sample(&figures);
            let scaled = Sample::new(figures.iter().map(|f| f * factor)).unwrap();
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs();
            prop_assert!(near(scaled.median(), one.median() * factor));
            prop_assert!((scaled.deviation() - one.deviation() * factor).abs() <= 1e-9 * scaled.median());
            prop_assert!(near(scaled.interval().high, one.interval().high * factor));
        }

        #[test]
        fn one_wild_figure_moves_the_median_no_further_than_a_neighbour(figures in figures(), wild in 0.0..1e12f64) {
            let before = sample(&figures);
            let after = Sample::new(figures.iter().copied().chain([wild])).unwrap();
            let n = figures.len();
            let sorted = before.figures();
            let (low, high) = (sorted[(n / 2).saturating_sub(1)], sorted[(n / 2).min(n - 1)]);
            // With an even count the new median is a neighbour of the old; with an
            // odd one it lies halfway to a neighbour, or to the wild one if n is 1.
            if n % 2 == 0 {
                prop_assert!(low <= after.median() && after.median() <= high);
            } else if n > 1 {
                prop_assert!(sorted[n / 2 - 1] <= after.median() && after.median() <= sorted[n / 2 + 1]);
            }
        }
    }
}
