package io.thumbstream.model.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds, in memory, the archive of a TorchScript module that has methods but no tensors. */
final class TorchScriptArchive {
    private static final String CLASS_HEADER =
            """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;
    /** Pickle of an empty tuple: the module has no constant tensors. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /**
     * Wraps method sources into a loadable archive.
     *
     * @param methods script methods, indented by two spaces, whose first parameter is {@code self: __torch__.Ops}
     */
    static byte[] of(String methods) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/data.pkl", moduleObject());
            store(zip, "ops/code/__torch__.py", utf8(CLASS_HEADER + methods));
            store(zip, "ops/constants.pkl", NO_CONSTANTS);
            store(zip, "ops/version", utf8("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing an archive to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Pickle program: an {@code Ops} object whose only attribute is {@code training = True}. */
    private static byte[] moduleObject() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // protocol 2
        pickle.writeBytes(utf8("c__torch__\nOps\n")); // the class
        pickle.writeBytes(new byte[] {')', (byte) 0x81}); // empty tuple, new object
        pickle.writeBytes(new byte[] {'}', '('}); // its attributes: an empty dict and a mark
        byte[] name = utf8("training");
        pickle.writeBytes(new byte[] {'X', (byte) name.length, 0, 0, 0});
        pickle.writeBytes(name);
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'}); // true, set items, build, stop
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
