//! Round values for the axis of a chart.

/// Ticks from at or below `low` to at or above `high`: 1, 2 or 5 times a power of ten apart, about five.
pub fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = if high > low { high - low } else { high.abs().max(1.0) };
    let rough = span / 4.0;
    let power = power_of_ten(rough);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= rough).unwrap_or(power);
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + 1.0);
    let count = (last - first) as usize;
    (0..=count.min(12)).map(|i| (first + i as f64) * step).collect()
}

/// The largest power of ten that is not above a number.
fn power_of_ten(number: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= number && power < 1e300 {
        power *= 10.0;
    }
    while power > number && power > 1e-300 {
        power /= 10.0;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        assert_eq!(ticks(0.0, 100.0), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(3.0, 17.0), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(5.0, 5.0), [4.0, 6.0]);
        for (low, high) in [(0.0, 1.0), (-3.0, 9000.0), (0.2, 0.21), (12.0, 8000.0)] {
            let ticks = ticks(low, high);
            assert!(ticks[0] <= low && ticks[ticks.len() - 1] >= high && ticks.len() <= 8, "{ticks:?}");
        }
    }
}
