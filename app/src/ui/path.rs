//! The `d` of an SVG path, point by point. Coordinates are rounded to tenths of a pixel.

/// A line that is being drawn.
#[derive(Default)]
pub struct Path {
    d: String,
    down: bool,
}

impl Path {
    /// Draws to a point, or moves there when the pen is up.
    pub fn to(&mut self, x: f64, y: f64) {
        self.d.push(if self.down { 'L' } else { 'M' });
        self.d.push_str(&tenths(x));
        self.d.push(' ');
        self.d.push_str(&tenths(y));
        self.down = true;
    }

    /// Takes the pen up: the next point starts a new line.
    pub fn lift(&mut self) {
        self.down = false;
    }

    /// The finished path.
    pub fn finish(self) -> String {
        self.d
    }
}

/// A number with at most one decimal.
pub fn tenths(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_pen_leaves_a_gap() {
        let mut path = Path::default();
        path.to(1.0, 2.0);
        path.to(3.25, -0.04);
        path.lift();
        path.to(5.0, -6.75);
        assert_eq!(path.finish(), "M1 2L3.3 0M5 -6.8");
    }
}
