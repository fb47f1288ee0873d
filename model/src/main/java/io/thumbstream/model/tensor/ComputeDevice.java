package io.thumbstream.model.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Pattern;

/** What the names of devices in settings mean on a machine: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}. */
public final class ComputeDevice {
    /** The first graphics card where there is one, else the CPU. */
    public static final String AUTO = "auto";
    /** The CPU. */
    public static final String CPU = "cpu";

    private static final String NUMBERED = "cuda:";
    private static final Pattern CHOICES = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

    private ComputeDevice() {}

    /**
     * Checks how it is written; whether there is such a device is another question.
     *
     * @throws IllegalArgumentException when it names no device
     */
    public static void requireKnown(String choice) {
        if (!CHOICES.matcher(choice).matches()) {
            throw new IllegalArgumentException("device is '" + choice + "'; give auto, cpu, cuda, or cuda:1 and so on");
        }
    }

    /**
     * The device on a machine with {@code cards} graphics cards that the tensor library can use.
     *
     * @throws IllegalArgumentException when it names a card that is not there; the message begins with the name
     */
    public static Device choose(String choice, int cards) {
        requireKnown(choice);
        if (choice.equals(CPU) || (choice.equals(AUTO) && cards == 0)) {
            return Device.cpu();
        }
        int number = choice.startsWith(NUMBERED) ? Integer.parseInt(choice.substring(NUMBERED.length())) : 0;
        if (number >= cards) {
            throw new IllegalArgumentException(choice + " but the tensor library can use " + cards
                    + " graphics cards, counted from cuda:0; give auto or cpu, or see what 'thumbstream doctor' says"
                    + " of the device and what it takes to use a card");
        }
        return Device.gpu(number);
    }

    /** The device on this machine; as {@link #choose}. */
    public static Device here(String choice) {
        return choice.equals(CPU)
                ? Device.cpu()
                : choose(choice, Engine.getInstance().getGpuCount());
    }
}
