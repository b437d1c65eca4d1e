//! How a sum is split so that its parts add up to it exactly.

/// Splits `total` (cents) in proportion to `weights`: each part rounded down, and the cents that are left to the largest
/// remainders.
pub fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i64 = weights.iter().sum();
    if sum <= 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: &i64| i128::from(total) * i128::from(*weight);
    let part = |weight: &i64| i64::try_from(exact(weight).div_euclid(i128::from(sum))).unwrap_or(0);
    let mut parts: Vec<i64> = weights.iter().map(part).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|at| std::cmp::Reverse(exact(&weights[*at]).rem_euclid(i128::from(sum))));
    let left = usize::try_from(total - parts.iter().sum::<i64>()).unwrap_or(0);
    for at in by_remainder.into_iter().take(left) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_parts_add_up_and_are_fair(total in -10_000_000i64..10_000_000, weights in prop::collection::vec(0i64..1000, 1..200)) {
            let sum: i64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = split(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part * sum - total * weight).abs() < sum);
            }
        }
    }
}
