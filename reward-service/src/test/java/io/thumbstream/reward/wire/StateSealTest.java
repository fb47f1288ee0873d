package io.thumbstream.reward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.schemas.seal.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The stored form is locked: state of an older release must be readable for ever. */
class StateSealTest {
    private static final byte[] VALUE = "what ann said".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ZEROS = new byte[24];

    private final StateSeal open = new StateSeal(Optional.of(new Turning(false)));
    private final StateSeal gone = new StateSeal(Optional.of(new Turning(true)));

    /** Turns every bit; empty where everybody is erased. */
    private record Turning(boolean erased) implements Vault {
        @Override
        public Optional<byte[]> seal(String person, byte[] clear, byte[] context) {
            return erased ? Optional.empty() : Optional.of(turned(clear));
        }

        @Override
        public Optional<byte[]> open(String person, byte[] sealed, byte[] context) {
            return seal(person, sealed, context);
        }

        @Override
        public boolean isErased(String person) {
            return erased;
        }
    }

    private static byte[] turned(byte[] bytes) {
        byte[] turned = bytes.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) ~turned[i];
        }
        return turned;
    }

    @Test
    void shouldStoreVersionPersonAndSealedBytesBehindItsMark() {
        byte[] frame = new BinaryWriter(1).text("größer").blob(turned(VALUE)).toBytes();
        byte[] wanted =
                ByteBuffer.allocate(1 + frame.length).put((byte) 127).put(frame).array();

        assertThat(open.close("größer", VALUE)).isEqualTo(wanted);
        assertThat(open.open(wanted)).contains(VALUE);
    }

    @Test
    void shouldTellWhatKeptNothing() {
        assertThat(StateSeal.isEmpty(gone.close("ann", VALUE))).isTrue();
        assertThat(gone.open(gone.close("ann", VALUE))).isEmpty();
        assertThat(StateSeal.isEmpty(open.close("ann", VALUE))).isFalse();
        assertThat(StateSeal.isEmpty(open.close("ann", turned(ZEROS))))
                .as("sealed bytes that are all zero")
                .isFalse();
        assertThat(StateSeal.isEmpty(open.close(null, ZEROS))).isFalse();
        assertThat(StateSeal.isEmpty(new byte[0])).isFalse();
    }
}
