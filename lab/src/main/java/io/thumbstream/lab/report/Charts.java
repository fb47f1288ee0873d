package io.thumbstream.lab.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws curves as PNG without a display. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

    private Charts() {}

    static byte[] png(Curve curve) {
        Chart<?, ?> chart = curve.bars() ? bars(curve) : lines(curve);
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Curve '" + curve.name() + "' cannot be drawn; report without it", e);
        }
    }

    private static XYChart lines(Curve curve) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(curve.title())
                .xAxisTitle(curve.xAxis())
                .yAxisTitle(curve.yAxis())
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS).setMarkerSize(3);
        for (Curve.Line line : curve.lines()) {
            var series = chart.addSeries(line.label(), line.xs(), line.ys());
            series.setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }

    private static CategoryChart bars(Curve curve) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(curve.title())
                .xAxisTitle(curve.xAxis())
                .yAxisTitle(curve.yAxis())
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        for (Curve.Line line : curve.lines()) {
            chart.addSeries(
                    line.label(), line.xs().stream().map(Figure::number).collect(Collectors.toList()), line.ys());
        }
        return chart;
    }
}
