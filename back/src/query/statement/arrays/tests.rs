use proptest::prelude::*;
use sqlx::{Connection as _, PgConnection};

use super::*;
use crate::store::testing::Place;

/// An array as the server sends it.
fn array(oid: i32, elements: &[Option<Vec<u8>>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = i32::try_from(elements.len()).unwrap();
    let head = if count == 0 { vec![0, 0, oid] } else { vec![1, 1, oid, count, 1] };
    bytes.extend(head.into_iter().flat_map(i32::to_be_bytes));
    for element in elements {
        let length = element.as_ref().map_or(-1, |bytes| i32::try_from(bytes.len()).unwrap());
        bytes.extend(length.to_be_bytes());
        bytes.extend(element.iter().flatten());
    }
    bytes
}

fn read(columns: &mut [Column<'_>]) -> Result<Vec<Vec<Option<String>>>, Unread> {
    let mut answer = Answer::of_width(columns.len());
    spread(&mut answer, columns)?;
    Ok(answer.to_vec())
}

proptest! {
    #[test]
    fn each_row_has_what_stands_beside_all(
        beside: Option<String>,
        rows: Vec<(Option<String>, Option<i64>)>,
    ) {
        let texts: Vec<_> = rows.iter().map(|(text, _)| text.clone().map(String::into_bytes)).collect();
        let numbers: Vec<_> = rows.iter().map(|(_, n)| n.map(|n| n.to_be_bytes().to_vec())).collect();
        let (texts, numbers) = (array(25, &texts), array(20, &numbers));
        let answer = read(&mut [
            Column::One(beside.as_deref().map(str::as_bytes)),
            Column::Each(Elements::of(&texts).unwrap()),
            Column::Each(Elements::of(&numbers).unwrap()),
        ]);
        let row = |(text, number): (Option<String>, Option<i64>)| {
            vec![beside.clone(), text, number.map(|number| number.to_string())]
        };
        let mut wanted: Vec<_> = rows.into_iter().map(row).collect();
        if wanted.is_empty() {
            wanted.push(vec![beside.clone(), None, None]);
        }
        prop_assert_eq!(answer.unwrap(), wanted);
    }

    #[test]
    fn what_is_cut_off_or_foreign_is_an_error(bytes: Vec<u8>, cut: usize) {
        if let Ok(elements) = Elements::of(&bytes) {
            let _ = read(&mut [Column::Each(elements)]);
        }
        let whole = array(23, &[Some(vec![0, 0, 0, 7]), Some(vec![0, 0, 0, 8])]);
        let cut = cut % whole.len();
        let told = Elements::of(&whole[..cut]).and_then(|elements| read(&mut [Column::Each(elements)]));
        prop_assert_eq!(told, Err(Unread::Malformed), "{}", cut);
    }
}

#[test]
fn nothing_else_is_read() {
    let unread = |bytes: &[u8]| Elements::of(bytes).err();
    assert_eq!(unread(&array(701, &[])), Some(Unread::Unknown(701)));
    let two: Vec<u8> = [2, 0, 25, 1, 1, 1, 1].into_iter().flat_map(i32::to_be_bytes).collect();
    assert_eq!(unread(&two), Some(Unread::Malformed));
    let half = [0, 2, 0, 0, 0, 0, 0, 1, 0, 1, 0x13, 0x88];
    assert_eq!(whole(&half), Err(Unread::NotWhole));
    assert_eq!(whole(&[0, 0, 0, 0, 0xc0, 0, 0, 0]), Err(Unread::NotWhole));
}

/// The server itself says what the text of each value is.
#[tokio::test]
async fn texts_are_those_of_the_server() {
    let place = Place::postgres();
    let mut connection = PgConnection::connect(&place.url).await.unwrap();
    sqlx::raw_sql("SET DateStyle = 'ISO, YMD'").execute(&mut connection).await.unwrap();
    for values in [
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM (SELECT CAST('4713-01-01 BC' AS date) + n * 97 AS v \
         FROM generate_series(0, 60000) AS n UNION ALL SELECT unnest(CAST('{infinity,-infinity,NULL,0001-01-01,\
         0001-12-31 BC,1900-02-28,1900-03-01,2000-02-29,2000-12-31,2024-02-29,9999-12-31,10000-01-01,5874897-12-31}' \
         AS date[]))) AS d",
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM unnest(CAST('{NULL,0,-1,9223372036854775807,\
         -9223372036854775808}' AS bigint[])) AS v",
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM unnest(CAST('{0,-32768,32767}' AS smallint[])) AS v",
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM unnest(CAST('{0,-2147483648}' AS integer[])) AS v",
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM (SELECT round(CAST(s || '1' || repeat('0', n) || e AS numeric)) \
         AS v FROM generate_series(0, 34) AS n, unnest(CAST('{\"\",-}' AS text[])) AS s, \
         unnest(CAST('{\"\",7,00,10000,.4}' AS text[])) AS e WHERE n + length(e) < 36) AS d",
        "SELECT array_agg(v), array_agg(CAST(v AS text)) FROM unnest(CAST('{é,NULL,\"\",\"a,b\"}' AS varchar[])) AS v",
    ] {
        let answer = gather(sqlx::query(values).fetch(&mut connection)).await.unwrap();
        assert!(answer.rows().count() > 1, "{values}");
        for row in answer.to_vec() {
            assert_eq!(row[0], row[1], "{values}");
        }
    }
}
