//! What a measurement is of: the values of every axis of the matrix.

use clap::{ArgAction, Args};
use serde::{Deserialize, Serialize};
use vocalize_core::{Provider, Variant};

use crate::texts::Length;

/// One cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Args)]
pub(crate) struct Setting {
    /// The program: `vocalize`, or a peer with its version.
    #[arg(skip = Setting::ours())]
    pub(crate) engine: String,
    /// The form of the model
    #[arg(long)]
    pub(crate) variant: String,
    /// The text that is spoken
    #[arg(long)]
    pub(crate) text: Length,
    /// The execution provider
    #[arg(long, default_value_t = Provider::Cpu)]
    pub(crate) provider: Provider,
    /// Threads within an operator
    #[arg(long)]
    pub(crate) threads: usize,
    /// Operators at the same time
    #[arg(long, default_value_t = 1)]
    pub(crate) inter_threads: usize,
    /// Whether threads wait for work without sleeping
    #[arg(long, default_value_t = true, action = ArgAction::Set)]
    pub(crate) spinning: bool,
    /// Whether memory comes from ONNX Runtime's arena
    #[arg(long, default_value_t = true, action = ArgAction::Set)]
    pub(crate) arena: bool,
    /// Whether the memory of a run is planned from an earlier one
    #[arg(long, default_value_t = false, action = ArgAction::Set)]
    pub(crate) memory_pattern: bool,
}

impl Setting {
    /// The name of our own engine.
    pub(crate) fn ours() -> String {
        "vocalize".to_owned()
    }

    /// What `vocalize` does unless told otherwise, but with `threads` threads; by
    /// itself it takes the machine's physical cores.
    pub(crate) fn usual(variant: &str, text: Length, threads: usize) -> Self {
        Self {
            engine: Self::ours(),
            variant: variant.to_owned(),
            text,
            provider: Provider::Cpu,
            threads,
            inter_threads: 1,
            spinning: true,
            arena: true,
            memory_pattern: false,
        }
    }

    /// What every measurement with `text` is compared with.
    pub(crate) fn reference(text: Length, cores: usize) -> Self {
        Self::usual(Variant::FP32, text, cores)
    }

    /// Itself as arguments of the command `cell`.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let pairs = [
            ("--variant", self.variant.clone()),
            ("--text", self.text.name().to_owned()),
            ("--provider", self.provider.to_string()),
            ("--threads", self.threads.to_string()),
            ("--inter-threads", self.inter_threads.to_string()),
            ("--spinning", self.spinning.to_string()),
            ("--arena", self.arena.to_string()),
            ("--memory-pattern", self.memory_pattern.to_string()),
        ];
        let flat = pairs.into_iter();
        flat.flat_map(|(name, value)| [name.to_owned(), value])
            .collect()
    }

    /// What differs from [`Setting::usual`] apart from variant, text and threads:
    /// empty if nothing does.
    pub(crate) fn unusual(&self) -> String {
        let usual = Self::usual(&self.variant, self.text, self.threads);
        let mut differs = Vec::new();
        if self.provider != usual.provider {
            differs.push(format!("provider {}", self.provider));
        }
        if self.inter_threads != usual.inter_threads {
            differs.push(format!("{} operators at once", self.inter_threads));
        }
        let switches = [
            ("spinning", self.spinning, usual.spinning),
            ("arena", self.arena, usual.arena),
            ("memory pattern", self.memory_pattern, usual.memory_pattern),
        ];
        for (name, is, was) in switches {
            if is != was {
                differs.push(format!("{name} {}", if is { "on" } else { "off" }));
            }
        }
        differs.join(", ")
    }

    /// Itself in a line, for people.
    pub(crate) fn describe(&self) -> String {
        let mut line = match &self.engine {
            ours if *ours == Self::ours() => self.variant.clone(),
            peer => format!("{peer} {}", self.variant),
        };
        line.push_str(&format!(", {} text, {}T", self.text.name(), self.threads));
        let unusual = self.unusual();
        if !unusual.is_empty() {
            line.push_str(", ");
            line.push_str(&unusual);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        setting: Setting,
    }

    #[test]
    fn arguments_say_everything() {
        let setting = Setting {
            provider: Provider::OpenVinoBf16,
            inter_threads: 3,
            spinning: false,
            arena: false,
            memory_pattern: true,
            ..Setting::usual("int8", Length::Long, 5)
        };
        let arguments = [String::from("cell")].into_iter();
        let read = Command::parse_from(arguments.chain(setting.arguments()));
        assert_eq!(read.setting, setting);
        assert_eq!(
            setting.unusual(),
            "provider openvino-bf16, 3 operators at once, spinning off, arena off, memory pattern on"
        );
    }
}
