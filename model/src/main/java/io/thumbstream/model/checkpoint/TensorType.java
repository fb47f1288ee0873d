package io.thumbstream.model.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Element types that are read; each is widened to float32. */
enum TensorType {
    F32(Float.BYTES) {
        @Override
        FloatBuffer widen(ByteBuffer bytes) {
            return bytes.asFloatBuffer();
        }
    },
    F16(Short.BYTES) {
        @Override
        FloatBuffer widen(ByteBuffer bytes) {
            return each(bytes.asShortBuffer(), TensorType::halfToFloat);
        }
    },
    BF16(Short.BYTES) {
        @Override
        FloatBuffer widen(ByteBuffer bytes) {
            return each(bytes.asShortBuffer(), bits -> Float.intBitsToFloat(bits << 16));
        }
    };

    private static final int HALF_EXPONENT_SPECIAL = 31;
    /** Smallest positive half-precision number, 2^-24. */
    private static final float HALF_UNIT = 0x1p-24f;

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Elements of a little-endian buffer. */
    abstract FloatBuffer widen(ByteBuffer bytes);

    private interface Widening {
        float apply(int bits);
    }

    private static FloatBuffer each(ShortBuffer bits, Widening widening) {
        FloatBuffer result = FloatBuffer.allocate(bits.remaining());
        while (bits.hasRemaining()) {
            result.put(widening.apply(bits.get() & 0xffff));
        }
        return result.flip();
    }

    /** IEEE 754 binary16 to binary32, exact. */
    private static float halfToFloat(int bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * HALF_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == HALF_EXPONENT_SPECIAL ? 0xff : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
