//! Pictures for the large file: drawn, and stored uncompressed as careless scanners do.

/// An image of 8-bit red, green and blue samples.
pub(super) struct Picture {
    pub(super) caption: &'static str,
    /// In pixels.
    pub(super) width: i32,
    /// In pixels.
    pub(super) height: i32,
    pub(super) samples: Vec<u8>,
}

impl Picture {
    /// The height, as a part of the width.
    pub(super) fn height_share(&self) -> f32 {
        f32::from(u16::try_from(self.height).unwrap_or(1)) / f32::from(u16::try_from(self.width).unwrap_or(1))
    }

    fn drawn(caption: &'static str, width: u16, height: u16, colour: impl Fn(u16, u16) -> [u8; 3]) -> Self {
        let mut samples = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
        for y in 0..height {
            for x in 0..width {
                samples.extend(colour(x, y));
            }
        }
        Self { caption, width: width.into(), height: height.into(), samples }
    }
}

/// A house front with its windows under an evening sky.
pub(super) fn facade() -> Picture {
    Picture::drawn("Façade sur rue", 1200, 900, |x, y| {
        let inside = (200..1000).contains(&x) && (170..820).contains(&y);
        let (column, row) = ((x.wrapping_sub(200)) % 160, (y.wrapping_sub(170)) % 130);
        let window = (45..115).contains(&column) && (25..105).contains(&row);
        let frame =
            window && (!(50..110).contains(&column) || !(30..100).contains(&row) || column.abs_diff(80) < 2);
        let shade = u8::try_from(y / 9).unwrap_or(100);
        match (inside, window, frame) {
            (true, _, true) => [244, 240, 230],
            (true, true, _) => [70, 92 + shade / 4, 110 + shade / 3],
            (true, ..) if row < 3 => [176, 158, 132],
            (true, ..) => [222 - shade / 4, 205 - shade / 4, 178 - shade / 4],
            _ if y >= 820 => [128, 132, 130],
            _ => [150 + shade, 185 + shade / 2, 214],
        }
    })
}

/// The plan of a floor: walls, corridor, rooms.
pub(super) fn plan() -> Picture {
    Picture::drawn("Plan d’étage courant", 1200, 900, |x, y| {
        let outer = (100..1100).contains(&x) && (150..750).contains(&y);
        let corridor = (430..470).contains(&y);
        let wall = outer
            && (!(112..1088).contains(&x)
                || !(162..738).contains(&y)
                || y.abs_diff(430) < 4
                || y.abs_diff(470) < 4
                || (!corridor && (x - 100) % 200 < 6));
        let door =
            outer && (y.abs_diff(430) < 4 || y.abs_diff(470) < 4) && (80..125).contains(&((x - 100) % 200));
        match (outer, wall && !door) {
            (_, true) => [46, 52, 58],
            (true, _) if corridor => [236, 231, 218],
            (true, _) => [250, 249, 245],
            _ if x % 50 == 0 || y % 50 == 0 => [222, 228, 230],
            _ => [240, 243, 243],
        }
    })
}
