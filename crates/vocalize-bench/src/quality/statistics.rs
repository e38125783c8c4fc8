//! Means, and how sure they are.

use serde::Serialize;

/// Resamples for a confidence interval.
const RESAMPLES: usize = 2000;

/// The mean of a figure over all sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Estimate {
    pub(crate) mean: f64,
    /// The 95% confidence interval of the mean, by bootstrap over sentences.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The lowest and highest sentence.
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Estimate {
    /// Of at least one figure. The same figures give the same interval.
    pub(crate) fn of(figures: &[f64]) -> Option<Self> {
        let fold = |with: fn(f64, f64) -> f64| figures.iter().copied().reduce(with);
        let (min, max) = (fold(f64::min)?, fold(f64::max)?);
        let mut random = fastrand::Rng::with_seed(0x5eed);
        let mut means: Vec<f64> = (0..RESAMPLES)
            .map(|_| {
                let drawn = figures
                    .iter()
                    .map(|_| figures[random.usize(..figures.len())]);
                drawn.sum::<f64>() / figures.len() as f64
            })
            .collect();
        means.sort_by(f64::total_cmp);
        let quantile = |part: f64| means[(part * (RESAMPLES - 1) as f64).round() as usize];
        Some(Self {
            mean: figures.iter().sum::<f64>() / figures.len() as f64,
            low: quantile(0.025),
            high: quantile(0.975),
            min,
            max,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_the_mean() {
        let mut random = fastrand::Rng::with_seed(1);
        let figures: Vec<f64> = (0..400).map(|_| random.f64()).collect();
        let estimate = Estimate::of(&figures).unwrap();
        assert!(estimate.low < estimate.mean && estimate.mean < estimate.high);
        // 1.96 standard errors of an even distribution on each side.
        let wanted = 2.0 * 1.96 * (1.0f64 / 12.0).sqrt() / 20.0;
        let width = estimate.high - estimate.low;
        assert!((width / wanted - 1.0).abs() < 0.15, "{width} {wanted}");
        assert!(estimate.min < 0.02 && estimate.max > 0.98);
    }

    #[test]
    fn one_figure_is_sure_and_none_is_nothing() {
        let one = Estimate::of(&[3.0]).unwrap();
        assert_eq!([one.mean, one.low, one.high, one.min, one.max], [3.0; 5]);
        assert_eq!(Estimate::of(&[]), None);
    }
}
