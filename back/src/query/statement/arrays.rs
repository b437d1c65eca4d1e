//! An answer of `PostgreSQL`: cells that are texts, and arrays of what stands in each row beside them.
//!
//! In arrays, whole numbers and days come as they are kept, and become here the texts that the database would make of them.

use futures_util::{Stream, TryStreamExt as _};
use sqlx::{
    Column as _, Row as _, ValueRef as _,
    postgres::{PgRow, PgTypeKind},
};

use super::Answer;
use crate::query::answer::TooLarge;

/// What a value cannot be read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Unread {
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Cut off, or of another form than the protocol's.
    #[error("an array is not in the form of the protocol")]
    Malformed,
    /// Of no type that a statement of ours asks for so.
    #[error("an array holds values of type {0}, which nothing asks for")]
    Unknown(u32),
    #[error("a number that is to be whole has a fraction, or more digits than any sum")]
    NotWhole,
}

impl From<Unread> for sqlx::Error {
    fn from(unread: Unread) -> Self {
        Self::Decode(unread.into())
    }
}

/// A column of one row.
enum Column<'r> {
    /// The same for all that stands beside it.
    One(Option<&'r [u8]>),
    Each(Elements<'r>),
}

/// The elements of an array that are left.
struct Elements<'r> {
    of: Of,
    left: usize,
    rest: &'r [u8],
}

/// What the elements are (`pg_type.oid` of the built-in types, which never changes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Text,
    Integer,
    Numeric,
    Date,
}

/// The rows of an answer.
pub(super) async fn gather(
    rows: impl Stream<Item = Result<PgRow, sqlx::Error>>,
) -> Result<Answer, sqlx::Error> {
    let mut rows = std::pin::pin!(rows);
    let mut answer: Option<Answer> = None;
    while let Some(row) = rows.try_next().await? {
        add(answer.get_or_insert_with(|| Answer::of_width(row.len())), &row)?;
    }
    Ok(answer.unwrap_or_default())
}

/// Adds a row: as many times as its arrays are long, once when it has none.
fn add(answer: &mut Answer, row: &PgRow) -> Result<(), sqlx::Error> {
    let mut columns = Vec::with_capacity(row.len());
    for (at, column) in row.columns().iter().enumerate() {
        let value = row.try_get_raw(at)?;
        let bytes = if value.is_null() { None } else { Some(value.as_bytes().map_err(sqlx::Error::Decode)?) };
        columns.push(match bytes {
            Some(bytes) if matches!(column.type_info().kind(), PgTypeKind::Array(_)) => {
                Column::Each(Elements::of(bytes)?)
            }
            bytes => Column::One(bytes),
        });
    }
    spread(answer, &mut columns).map_err(sqlx::Error::from)
}

fn spread(answer: &mut Answer, columns: &mut [Column<'_>]) -> Result<(), Unread> {
    let counts = columns.iter().filter_map(|column| match column {
        Column::One(_) => None,
        Column::Each(elements) => Some(elements.left),
    });
    for row in 0..counts.max().unwrap_or(1).max(1) {
        for column in &mut *columns {
            match column {
                Column::One(cell) if row == 0 => answer.add(*cell)?,
                Column::One(_) => answer.repeat(),
                Column::Each(elements) => elements.next(answer)?,
            }
        }
    }
    Ok(())
}

impl<'r> Elements<'r> {
    /// An array in the binary form of the protocol (`array_send` of the server).
    fn of(mut bytes: &'r [u8]) -> Result<Self, Unread> {
        let (dimensions, _nulls, of) = (int(&mut bytes)?, int(&mut bytes)?, int(&mut bytes)?);
        let of = Of::oid(of.cast_unsigned())?;
        match dimensions {
            0 => Ok(Self { of, left: 0, rest: &[] }),
            1 => {
                let (count, _begin) = (int(&mut bytes)?, int(&mut bytes)?);
                let count = usize::try_from(count).map_err(|_| Unread::Malformed)?;
                // Each has its length before it.
                if count > bytes.len() / 4 {
                    return Err(Unread::Malformed);
                }
                Ok(Self { of, left: count, rest: bytes })
            }
            _ => Err(Unread::Malformed),
        }
    }

    /// Adds the next element as a cell; an absent one beyond the end.
    fn next(&mut self, answer: &mut Answer) -> Result<(), Unread> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(answer.add(None)?) };
        self.left = left;
        // An absent element has the length -1.
        let Ok(length) = usize::try_from(int(&mut self.rest)?) else { return Ok(answer.add(None)?) };
        let bytes = take(&mut self.rest, length)?;
        match self.of {
            Of::Text => answer.add(Some(bytes))?,
            Of::Integer => {
                let number = integer(bytes)?;
                answer.write(|text| text.push_str(itoa::Buffer::new().format(number)))?;
            }
            Of::Numeric => {
                let number = whole(bytes)?;
                answer.write(|text| text.push_str(itoa::Buffer::new().format(number)))?;
            }
            Of::Date => {
                let days = i32::from_be_bytes(fixed(bytes)?);
                answer.write(|text| day(days, text))?;
            }
        }
        Ok(())
    }
}

impl Of {
    fn oid(oid: u32) -> Result<Self, Unread> {
        match oid {
            25 | 1043 => Ok(Self::Text),
            20 | 21 | 23 => Ok(Self::Integer),
            1700 => Ok(Self::Numeric),
            1082 => Ok(Self::Date),
            other => Err(Unread::Unknown(other)),
        }
    }
}

fn take<'r>(rest: &mut &'r [u8], count: usize) -> Result<&'r [u8], Unread> {
    let (taken, left) = rest.split_at_checked(count).ok_or(Unread::Malformed)?;
    *rest = left;
    Ok(taken)
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Unread> {
    bytes.try_into().map_err(|_| Unread::Malformed)
}

fn int(rest: &mut &[u8]) -> Result<i32, Unread> {
    Ok(i32::from_be_bytes(fixed(take(rest, 4)?)?))
}

/// A whole number of 16, 32 or 64 bits.
fn integer(bytes: &[u8]) -> Result<i64, Unread> {
    Ok(match bytes.len() {
        2 => i16::from_be_bytes(fixed(bytes)?).into(),
        4 => i32::from_be_bytes(fixed(bytes)?).into(),
        _ => i64::from_be_bytes(fixed(bytes)?),
    })
}

/// The sign of a decimal below nothing.
const NEGATIVE: u16 = 0x4000;

/// A decimal without a fraction (`numeric_send` of the server): groups of four digits, the first of which counts
/// 10000 to the power of the weight.
fn whole(bytes: &[u8]) -> Result<i128, Unread> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let mut word = || words.next().ok_or(Unread::Malformed);
    let (groups, weight, sign, _places) = (word()?, word()?.cast_signed(), word()?, word()?);
    if sign != 0 && sign != NEGATIVE {
        return Err(Unread::NotWhole);
    }
    let mut number: i128 = 0;
    // Groups of zeros at the end are not sent.
    for _ in 0..=i32::from(weight) {
        let group = words.next().unwrap_or(0);
        let shifted = number.checked_mul(10_000).ok_or(Unread::NotWhole)?;
        number = shifted.checked_add(group.into()).ok_or(Unread::NotWhole)?;
    }
    let fraction = words.any(|group| group != 0);
    let enough = bytes.len() == 8 + 2 * usize::from(groups);
    if fraction || !enough {
        return Err(Unread::NotWhole);
    }
    Ok(if sign == NEGATIVE { -number } else { number })
}

/// Days of 400 years, after which the calendar is the same again.
const ROUND: i64 = 146_097;

/// A day as the server writes it with `DateStyle` ISO, from the days since the first of January 2000; or one of the ends
/// of time.
fn day(days: i32, text: &mut String) {
    match days {
        i32::MAX => return text.push_str("infinity"),
        i32::MIN => return text.push_str("-infinity"),
        _ => {}
    }
    // Counted from a first of March, whose years end with the leap day.
    let days = i64::from(days) + 5 * ROUND - 60;
    let (round, day) = (days.div_euclid(ROUND), days.rem_euclid(ROUND));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year + 400 * round + i64::from(month <= 2);
    let (shown, era) = if year > 0 { (year, "") } else { (1 - year, " BC") };
    padded(shown, 4, text);
    text.push('-');
    padded(month, 2, text);
    text.push('-');
    padded(day, 2, text);
    text.push_str(era);
}

/// A number with zeros before it, up to so many digits.
fn padded(number: i64, digits: usize, text: &mut String) {
    let mut buffer = itoa::Buffer::new();
    let written = buffer.format(number);
    text.extend(std::iter::repeat_n('0', digits.saturating_sub(written.len())));
    text.push_str(written);
}

#[cfg(test)]
mod tests;
