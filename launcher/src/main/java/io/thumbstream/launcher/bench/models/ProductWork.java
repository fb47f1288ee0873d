package io.thumbstream.launcher.bench.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Products of two square float32 matrices: what the machine does at best, in the same library. One thread owns it. */
final class ProductWork implements AutoCloseable {
    /** Rows and columns: large enough that nothing but the products counts. */
    private static final int SIZE = 1024;

    private final NDManager arrays = NDManager.newBaseManager(Device.cpu());
    private final NDArray left = arrays.ones(new Shape(SIZE, SIZE));
    private final NDArray right = arrays.ones(new Shape(SIZE, SIZE));

    /** Multiplies once. */
    void multiply() {
        try (NDArray product = left.matMul(right)) {
            if (product.getFloat(0, 0) != SIZE) {
                throw new IllegalStateException("a product of ones is " + product.getFloat(0, 0) + ", not " + SIZE);
            }
        }
    }

    /** Floating-point operations of one product. */
    double flops() {
        return 2.0 * SIZE * SIZE * SIZE;
    }

    @Override
    public void close() {
        arrays.close();
    }
}
