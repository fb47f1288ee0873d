package io.thumbstream.lab.drift.monitor;

import io.thumbstream.runtime.catalog.Catalog;

/** Catalogue of drift monitors. */
public final class DriftMonitors {
    public static final Catalog<DriftMonitor> CATALOG = Catalog.<DriftMonitor>of("drift monitor")
            .add("page-hinkley", new PageHinkley.Settings(0.1, 20, 50, 200), PageHinkley::new)
            .add("two-windows", new TwoWindows.Settings(300, 1e-6, 25, 300), TwoWindows::new)
            .add("adaptive-window", new AdaptiveWindow.Settings(1e-4, 2000, 25, 200), AdaptiveWindow::new)
            .withExtensions(DriftMonitor.class);

    private DriftMonitors() {}
}
