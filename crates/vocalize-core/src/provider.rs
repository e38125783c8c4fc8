//! Execution providers: what ONNX Runtime runs a graph's nodes with.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use ort::ep::{self, ExecutionProvider, ExecutionProviderDispatch};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// An execution provider. All but [`Provider::Cpu`] are cargo features of this
/// crate, and need a build of ONNX Runtime that has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Provider {
    /// ONNX Runtime's own kernels.
    #[default]
    Cpu,
    /// OpenVINO on the CPU, asked for float arithmetic.
    OpenVino,
    /// OpenVINO on the CPU, allowed to compute in bfloat16.
    OpenVinoBf16,
    /// XNNPACK.
    Xnnpack,
    /// oneDNN.
    OneDnn,
    /// CUDA, on the first GPU.
    Cuda,
    /// TensorRT, on the first GPU; what it doesn't take goes to CUDA, if that is
    /// there.
    TensorRt,
    /// DirectML, on the GPU that it prefers.
    DirectMl,
    /// Core ML.
    CoreMl,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Cpu,
        Self::OpenVino,
        Self::OpenVinoBf16,
        Self::Xnnpack,
        Self::OneDnn,
        Self::Cuda,
        Self::TensorRt,
        Self::DirectMl,
        Self::CoreMl,
    ];

    /// What it is called on a command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::OpenVino => "openvino",
            Self::OpenVinoBf16 => "openvino-bf16",
            Self::Xnnpack => "xnnpack",
            Self::OneDnn => "onednn",
            Self::Cuda => "cuda",
            Self::TensorRt => "tensorrt",
            Self::DirectMl => "directml",
            Self::CoreMl => "coreml",
        }
    }

    /// What ONNX Runtime calls it.
    pub fn runtime_name(self) -> &'static str {
        match self {
            Self::Cpu => "CPUExecutionProvider",
            Self::OpenVino | Self::OpenVinoBf16 => "OpenVINOExecutionProvider",
            Self::Xnnpack => "XnnpackExecutionProvider",
            Self::OneDnn => "DnnlExecutionProvider",
            Self::Cuda => "CUDAExecutionProvider",
            Self::TensorRt => "TensorrtExecutionProvider",
            Self::DirectMl => "DmlExecutionProvider",
            Self::CoreMl => "CoreMLExecutionProvider",
        }
    }

    /// What to register with a session, most preferred first. ONNX Runtime gives
    /// what these don't take to its CPU kernels, whose arena is as `arena` says.
    ///
    /// # Errors
    /// [`Error::NoProvider`] when this build, or the loaded ONNX Runtime, lacks it.
    pub(crate) fn registrations(
        self,
        threads: usize,
        arena: bool,
    ) -> Result<Vec<ExecutionProviderDispatch>, Error> {
        let mut registrations = self.own_registrations(threads)?;
        let cpu = ep::CPU::default().with_arena_allocator(arena).build();
        registrations.push(cpu);
        let strict = ExecutionProviderDispatch::error_on_failure;
        Ok(registrations.into_iter().map(strict).collect())
    }

    fn own_registrations(self, threads: usize) -> Result<Vec<ExecutionProviderDispatch>, Error> {
        #[allow(unused_variables)] // without the features that take it
        let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        match self {
            Self::Cpu => Ok(Vec::new()),
            #[cfg(feature = "openvino")]
            Self::OpenVino => self.one(open_vino(threads, "FP32", "f32")),
            #[cfg(feature = "openvino")]
            Self::OpenVinoBf16 => self.one(open_vino(threads, "ACCURACY", "bf16")),
            #[cfg(feature = "xnnpack")]
            Self::Xnnpack => self.one(ep::XNNPACK::default().with_intra_op_num_threads(threads)),
            #[cfg(feature = "onednn")]
            Self::OneDnn => self.one(ep::OneDNN::default()),
            #[cfg(feature = "cuda")]
            Self::Cuda => self.one(cuda()),
            #[cfg(feature = "tensorrt")]
            Self::TensorRt => {
                let mut all = self.one(ep::TensorRT::default())?;
                #[cfg(feature = "cuda")]
                if is_there::<ep::CUDA>() {
                    all.push(cuda().into());
                }
                Ok(all)
            }
            #[cfg(feature = "directml")]
            Self::DirectMl => self.one(ep::DirectML::default()),
            #[cfg(feature = "coreml")]
            Self::CoreMl => self.one(ep::CoreML::default()),
            #[allow(unreachable_patterns)] // with all features
            _ => Err(self.missing("this program was built without it")),
        }
    }

    /// `provider` alone, if the loaded ONNX Runtime has it.
    #[allow(dead_code)] // without any feature
    fn one<P>(self, provider: P) -> Result<Vec<ExecutionProviderDispatch>, Error>
    where
        P: ExecutionProvider + Into<ExecutionProviderDispatch>,
    {
        if is_there::<P>() {
            Ok(vec![provider.into()])
        } else {
            Err(self.missing("the loaded ONNX Runtime was built without it"))
        }
    }

    fn missing(self, reason: &str) -> Error {
        Error::NoProvider {
            provider: self,
            reason: reason.to_owned(),
        }
    }
}

/// Whether the loaded ONNX Runtime was built with it.
#[allow(dead_code)] // without any feature
fn is_there<P: ExecutionProvider>() -> bool {
    P::is_available().unwrap_or(false)
}

/// `precision` is the provider's own option; `hint` is OpenVINO's, of the
/// arithmetic inside its kernels.
#[cfg(feature = "openvino")]
fn open_vino(threads: NonZeroUsize, precision: &str, hint: &str) -> ep::OpenVINO {
    use ep::ArbitrarilyConfigurableExecutionProvider;
    let config = format!(
        r#"{{"CPU":{{"INFERENCE_PRECISION_HINT":"{hint}","INFERENCE_NUM_THREADS":"{threads}"}}}}"#
    );
    ep::OpenVINO::default()
        .with_device_type("CPU")
        .with_precision(precision)
        .with_arbitrary_config("load_config", config)
}

/// An exhaustive search for the fastest convolution would be made anew for every
/// length of text.
#[cfg(feature = "cuda")]
fn cuda() -> ep::CUDA {
    ep::CUDA::default().with_conv_algorithm_search(ep::cuda::ConvAlgorithmSearch::Heuristic)
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Provider {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|p| p.name() == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.into_iter().map(Self::name).collect();
            format!("there is {}", names.join(", "))
        })
    }
}

impl From<Provider> for String {
    fn from(provider: Provider) -> Self {
        provider.name().to_owned()
    }
}

impl TryFrom<String> for Provider {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        name.parse()
    }
}
