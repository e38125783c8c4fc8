//! Planted faults, by which the gate's tests show that it catches real ones:
//! `VOCALIZE_BENCH_PLANT=slow=synthesis` makes that part work a fifth longer,
//! `noise=VARIANT` adds noise to what that variant speaks.

use std::hint::black_box;
use std::time::Duration;

use crate::usage::cpu_time;

const VARIABLE: &str = "VOCALIZE_BENCH_PLANT";

/// Whether the environment plants `fault` in `what`.
fn planted(fault: &str, what: &str) -> bool {
    let wanted = format!("{fault}={what}");
    std::env::var(VARIABLE).is_ok_and(|plant| plant == wanted)
}

/// Works for a fifth of `used` more CPU time, if that is planted.
pub(super) fn slow_down(what: &str, used: Duration) {
    if !planted("slow", what) {
        return;
    }
    let until = cpu_time() + used / 5;
    let mut sum = 0u64;
    while cpu_time() < until {
        for number in 0..1000 {
            sum = black_box(sum.wrapping_add(number));
        }
    }
}

/// Adds noise of a hundredth of full scale, if that is planted.
pub(super) fn degrade(variant: &str, audio: &mut [f32]) {
    if !planted("noise", variant) {
        return;
    }
    let mut state = 1u32;
    for sample in audio {
        // Numerical Recipes' generator: any noise will do, the same every time.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *sample += (state as f32 / u32::MAX as f32 - 0.5) * 0.02;
    }
}
