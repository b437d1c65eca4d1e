//! The axis of amounts: round marks that hold all values and nothing.

/// From the lowest to the highest mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

/// Spaces between marks that are aimed at.
const SPACES: f64 = 3.0;

impl Scale {
    /// A scale for `values`, all finite.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) =
            values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let range = high - low;
        if range < 1e-6 {
            return Self { low: 0.0, high: 1.0, step: 1.0 };
        }
        let rough = range / SPACES;
        let magnitude = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 2.5, 5.0].map(|round| round * magnitude).into_iter().find(|step| *step >= rough);
        let step = step.unwrap_or(10.0 * magnitude);
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    /// How far down from the top, in thousandths.
    pub(super) fn down(&self, value: f64) -> f64 {
        ((self.high - value) / (self.high - self.low) * 1000.0).clamp(0.0, 1000.0)
    }

    /// The marks, from the top.
    pub(super) fn marks(&self) -> Vec<f64> {
        let mut marks = vec![self.high];
        while let Some(last) = marks.last().copied()
            && last - self.step > self.low - self.step / 2.0
            && marks.len() < 8
        {
            let next = last - self.step;
            // What is left of a subtraction of equals is nothing.
            marks.push(if next.abs() < self.step / 1000.0 { 0.0 } else { next });
        }
        marks
    }
}
