//! A minimum of a smooth function of a few variables: the downhill simplex of Nelder & Mead (1965), with the usual
//! coefficients.

/// Steps at most: far more than four variables need.
const STEPS: usize = 4_000;

/// The point at which `f` is least, near `start`; and its value there.
pub(super) fn minimum<const N: usize>(start: [f64; N], f: impl Fn(&[f64; N]) -> f64) -> ([f64; N], f64) {
    let first = descend(start, &f);
    // Once more from there, as a simplex may have collapsed too early.
    descend(first.0, &f)
}

fn descend<const N: usize>(start: [f64; N], f: &impl Fn(&[f64; N]) -> f64) -> ([f64; N], f64) {
    let mut corners: Vec<([f64; N], f64)> = vec![(start, f(&start))];
    for axis in 0..N {
        let mut corner = start;
        corner[axis] += 0.5;
        corners.push((corner, f(&corner)));
    }
    for _ in 0..STEPS {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (best, worst) = (corners[0], corners[N]);
        if (worst.1 - best.1).abs() <= 1e-12 * (best.1.abs() + 1e-12) {
            break;
        }
        let mut centre = [0.0; N];
        for (corner, _) in &corners[..N] {
            for axis in 0..N {
                centre[axis] += corner[axis] / N as f64;
            }
        }
        // From the worst corner through the centre, `by` times as far.
        let at = |by: f64| {
            let mut point = [0.0; N];
            for axis in 0..N {
                point[axis] = centre[axis] + by * (centre[axis] - worst.0[axis]);
            }
            (point, f(&point))
        };
        let reflected = at(1.0);
        let better = if reflected.1 < best.1 {
            let expanded = at(2.0);
            Some(if expanded.1 < reflected.1 { expanded } else { reflected })
        } else if reflected.1 < corners[N - 1].1 {
            Some(reflected)
        } else {
            let contracted = at(if reflected.1 < worst.1 { 0.5 } else { -0.5 });
            (contracted.1 < worst.1.min(reflected.1)).then_some(contracted)
        };
        if let Some(corner) = better {
            corners[N] = corner;
            continue;
        }
        for corner in &mut corners[1..] {
            for axis in 0..N {
                corner.0[axis] = f64::midpoint(best.0[axis], corner.0[axis]);
            }
            corner.1 = f(&corner.0);
        }
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    corners[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_of_rosenbrock() {
        let f = |p: &[f64; 2]| {
            let (x, y) = (p[0], p[1]);
            (1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x)
        };
        let (at, value) = minimum([-1.2, 1.0], f);
        assert!((at[0] - 1.0).abs() < 1e-4 && (at[1] - 1.0).abs() < 1e-4 && value < 1e-8, "{at:?}");
    }
}
