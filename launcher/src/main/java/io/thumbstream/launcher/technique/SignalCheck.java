package io.thumbstream.launcher.technique;

import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.catalog.Compatibility;
import io.thumbstream.runtime.catalog.Compatibility.Stage;
import io.thumbstream.runtime.catalog.Technique;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the techniques of all services fit together.
 *
 * <p>Each service checks its own part when it starts. Only where the settings of all are at hand can it be seen that, for example, a
 * policy objective learns from thumbs while no interpreter reads them.
 */
public final class SignalCheck {
    private SignalCheck() {}

    /**
     * Refuses settings under which a technique would never get what it needs.
     *
     * @throws io.thumbstream.runtime.error.ConfigException naming the technique, what it lacks and what would provide it
     */
    public static void check(ThumbstreamSettings settings) {
        List<Stage> chain = new ArrayList<>(settings.reward().stages());
        chain.addAll(settings.learner().stages());
        new Compatibility(Set.of(), candidates()).check(chain);
    }

    private static List<Stage> candidates() {
        List<Stage> candidates = new ArrayList<>();
        for (ExtensionPoint point : ExtensionPoint.all()) {
            if (Technique.class.isAssignableFrom(point.type())) {
                @SuppressWarnings("unchecked") // type() is what the catalogue makes
                Catalog<? extends Technique> catalog = (Catalog<? extends Technique>) point.catalog();
                candidates.addAll(Stage.all(catalog));
            }
        }
        return candidates;
    }
}
