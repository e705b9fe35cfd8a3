// Compiles the AssemblyScript kernels to WebAssembly.
