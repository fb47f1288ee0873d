package io.thumbstream.learner;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.thumbstream.runtime.error.ConfigException;
import java.util.regex.Pattern;

/** What {@code learner.device} means on a machine: {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}. */
public final class LearnerDevice {
    /** The first graphics card where there is one, else the CPU. */
    public static final String AUTO = "auto";

    private static final String NUMBERED = "cuda:";
    private static final Pattern CHOICES = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

    private LearnerDevice() {}

    /**
     * Checks how it is written; whether there is such a device is another question.
     *
     * @throws IllegalArgumentException when it names no device
     */
    static void requireKnown(String choice) {
        if (!CHOICES.matcher(choice).matches()) {
            throw new IllegalArgumentException("device is '" + choice + "'; give auto, cpu, cuda, or cuda:1 and so on");
        }
    }

    /**
     * The device on a machine with {@code cards} graphics cards that the tensor library can use.
     *
     * @throws ConfigException when it names a card that is not there
     */
    public static Device choose(String choice, int cards) {
        requireKnown(choice);
        if (choice.equals("cpu") || (choice.equals(AUTO) && cards == 0)) {
            return Device.cpu();
        }
        int number = choice.startsWith(NUMBERED) ? Integer.parseInt(choice.substring(NUMBERED.length())) : 0;
        if (number >= cards) {
            throw new ConfigException("learner.device is " + choice + " but the tensor library can use " + cards
                    + " graphics cards, counted from cuda:0; give auto or cpu, or see what 'thumbstream doctor' says"
                    + " of the device and what it takes to use a card");
        }
        return Device.gpu(number);
    }

    /** The device on this machine; as {@link #choose}. */
    static Device here(String choice) {
        return choose(choice, Engine.getInstance().getGpuCount());
    }
}
