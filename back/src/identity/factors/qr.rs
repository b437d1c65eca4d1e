//! A QR code as SVG: plain shapes with attributes, which the portal's content security policy lets pass.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

/// Light modules around the code (ISO/IEC 18004, 5.3.8).
const QUIET: usize = 4;

/// The code of a text.
///
/// # Errors
/// The text is too long for any QR code.
pub(super) fn svg(text: &str) -> Result<Zeroizing<String>, Failure> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(Failure::internal)?;
    let (width, colors) = (code.width(), Zeroizing::new(String::new()));
    let mut path = colors;
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, two| one == two) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET);
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(Zeroizing::new(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{}\"/></svg>",
        *path
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_plain_shapes_with_a_quiet_border() {
        let svg = svg("otpauth://totp/A:b?secret=GEZDGNBVGY3TQOJQ&issuer=A").unwrap();
        // Version 4 at level M: 33 modules. The finder pattern begins at the corner.
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "{}", *svg);
        assert!(svg.contains("d=\"M4 4h7v1h-7z"), "{}", *svg);
        assert!(!svg.contains("style") && !svg.contains("script"));
        assert!(super::svg(&"x".repeat(5000)).is_err());
    }
}
