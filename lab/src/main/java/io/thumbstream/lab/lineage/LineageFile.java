package io.thumbstream.lab.lineage;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@link LineageFacts} as one file, so that questions are answered without reading the topics.
 *
 * <p>Big-endian binary: a mark, the format's number, the time of reading in epoch microseconds, then each list by its length. The
 * file can be thrown away: it is made again from the topics.
 */
public final class LineageFile {
    private static final long MARK = 0x5448_554d_424c_494eL;
    private static final int FORMAT = 1;
    private static final int BUFFER = 1 << 16;
    private static final int MOST = 100_000_000;
    private static final int MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    private LineageFile() {}

    /** Writes {@code facts} to {@code file}, which appears as a whole or not at all. */
    public static void write(LineageFacts facts, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial), BUFFER))) {
            out.writeLong(MARK);
            out.writeInt(FORMAT);
            writeTime(out, facts.readAt());
            list(out, facts.votes(), vote -> {
                out.writeUTF(vote.id());
                out.writeUTF(vote.user());
                out.writeBoolean(vote.retraction());
                writeTime(out, vote.at());
            });
            list(out, facts.labels(), label -> {
                out.writeLong(label.place());
                out.writeUTF(label.id());
                out.writeInt(label.revision());
                list(out, label.votes(), out::writeUTF);
            });
            list(out, facts.experience(), scored -> {
                out.writeLong(scored.place());
                out.writeLong(scored.rewardVersion());
                list(out, scored.votes(), out::writeUTF);
            });
            write(out, facts.reward());
            write(out, facts.policy());
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(DataOutputStream out, LineageFacts.Learner learner) throws IOException {
        list(out, learner.steps(), step -> {
            out.writeLong(step.offset());
            out.writeLong(step.step());
            list(out, step.inputs(), out::writeLong);
        });
        list(out, learner.versions(), version -> {
            out.writeLong(version.version());
            out.writeLong(version.offset());
            writeTime(out, version.at());
        });
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it is not of this format or damaged; make it again from the topics then
     */
    public static LineageFacts read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (in.readLong() != MARK || in.readInt() != FORMAT) {
                throw new IOException(file + " is not a lineage index of this release; make it again with --rebuild");
            }
            Instant readAt = readTime(in);
            List<LineageFacts.Vote> votes =
                    list(in, () -> new LineageFacts.Vote(in.readUTF(), in.readUTF(), in.readBoolean(), readTime(in)));
            List<LineageFacts.Label> labels =
                    list(in, () -> new LineageFacts.Label(in.readLong(), in.readUTF(), in.readInt(), texts(in)));
            List<LineageFacts.Experience> experience =
                    list(in, () -> new LineageFacts.Experience(in.readLong(), in.readLong(), texts(in)));
            LineageFacts.Learner reward = learner(in);
            LineageFacts.Learner policy = learner(in);
            if (in.read() >= 0) {
                throw new IOException(file + " is longer than its content; make it again with --rebuild");
            }
            return new LineageFacts(votes, labels, experience, reward, policy, readAt);
        } catch (java.io.EOFException cut) {
            throw new IOException(file + " ends early; make it again with --rebuild", cut);
        } catch (UTFDataFormatException damaged) {
            throw new IOException(file + " holds a damaged text; make it again with --rebuild", damaged);
        }
    }

    private static LineageFacts.Learner learner(DataInputStream in) throws IOException {
        List<LineageFacts.Step> steps =
                list(in, () -> new LineageFacts.Step(in.readLong(), in.readLong(), list(in, in::readLong)));
        List<LineageFacts.Version> versions =
                list(in, () -> new LineageFacts.Version(in.readLong(), in.readLong(), readTime(in)));
        return new LineageFacts.Learner(steps, versions);
    }

    private static Set<String> texts(DataInputStream in) throws IOException {
        return new HashSet<>(list(in, in::readUTF));
    }

    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    private interface Reader<T> {
        T read() throws IOException;
    }

    private static <T> void list(DataOutputStream out, Iterable<T> values, Writer<T> writer) throws IOException {
        List<T> all = new ArrayList<>();
        values.forEach(all::add);
        out.writeInt(all.size());
        for (T value : all) {
            writer.write(value);
        }
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > MOST) {
            throw new IOException("a lineage index claims a list of " + size + "; make it again with --rebuild");
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(reader.read());
        }
        return values;
    }

    private static void writeTime(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond() * MICROS + time.getNano() / NANOS_OF_MICRO);
    }

    private static Instant readTime(DataInputStream in) throws IOException {
        long micros = in.readLong();
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), (long) Math.floorMod(micros, MICROS) * NANOS_OF_MICRO);
    }
}
