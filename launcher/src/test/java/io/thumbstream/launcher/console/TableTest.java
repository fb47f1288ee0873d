package io.thumbstream.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignColumnsAndLeaveNoTrailingSpace() {
        Table table = new Table("A", "LONG", "C");
        table.add("wide one", 7, "");
        table.add("x", "y", "z");
        StringWriter out = new StringWriter();

        table.print(new PrintWriter(out));

        assertThat(out.toString().lines()).containsExactly("A         LONG  C", "wide one  7", "x         y     z");
    }

    @Test
    void shouldRefuseARowThatDoesNotFit() {
        assertThatThrownBy(() -> new Table("A", "B").add("only one")).hasMessageContaining("1 cells under 2 headings");
    }
}
