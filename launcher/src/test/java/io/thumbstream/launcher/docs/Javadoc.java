package io.thumbstream.launcher.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Comments of the main sources, in Markdown. */
final class Javadoc {
    private static final String SOURCES = "src/main/java";

    private final Path repository;
    private final Map<Path, Map<String, DocCommentTree>> files = new HashMap<>();

    Javadoc(Path repository) {
        this.repository = repository;
    }

    /** First sentence about a type; empty when it has no comment. */
    String sentence(Class<?> type) {
        return find(type, name(type))
                .map(comment -> Prose.of(comment.getFirstSentence()))
                .orElse("");
    }

    /** What follows the first sentence about a type, paragraph by paragraph; nothing when it has no comment. */
    List<String> paragraphs(Class<?> type) {
        List<List<DocTree>> paragraphs = new ArrayList<>();
        paragraphs.add(new ArrayList<>());
        find(type, name(type)).ifPresent(comment -> comment.getBody().forEach(part -> {
            if (part instanceof StartElementTree element && element.getName().contentEquals("p")) {
                paragraphs.add(new ArrayList<>());
            } else {
                paragraphs.get(paragraphs.size() - 1).add(part);
            }
        }));
        return paragraphs.stream()
                .map(Prose::of)
                .filter(paragraph -> !paragraph.isEmpty())
                .toList();
    }

    /** Types of the product whose file names a source, in the order of their names. */
    List<Class<?>> withSource() {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> modules = Files.list(repository)) {
            for (Path sources : modules.map(module -> module.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(Javadoc::namesSource).toList()) {
                        String path = sources.relativize(file).toString();
                        types.add(Class.forName(
                                path.substring(0, path.length() - ".java".length())
                                        .replace('/', '.'),
                                false,
                                Javadoc.class.getClassLoader()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class of the sources is not in the class path of this test", e);
        }
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }

    private static boolean namesSource(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains(TechniqueText.SOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The comment of a field up to its tags; empty when it has none. */
    String field(Class<?> type, String field) {
        return find(type, name(type) + "#" + field)
                .map(comment -> Prose.of(comment.getFullBody()))
                .orElse("");
    }

    /** What {@code @param} says about a component of a record; empty when it says nothing. */
    String component(Class<?> owner, String component) {
        return find(owner, name(owner)).stream()
                .flatMap(comment -> comment.getBlockTags().stream())
                .filter(ParamTree.class::isInstance)
                .map(ParamTree.class::cast)
                .filter(tag -> tag.getName().getName().contentEquals(component))
                .map(tag -> Prose.of(tag.getDescription()))
                .findFirst()
                .orElse("");
    }

    private Optional<DocCommentTree> find(Class<?> type, String element) {
        return source(type)
                .map(file -> files.computeIfAbsent(file, Javadoc::read).get(element));
    }

    private Optional<Path> source(Class<?> type) {
        String outermost = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(repository)) {
            return modules.map(module -> module.resolve(SOURCES).resolve(outermost))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name with outer types, without package. */
    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static Map<String, DocCommentTree> read(Path file) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjects(file));
            Comments comments = new Comments(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                comments.scan(unit, "");
            }
            return comments.found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects the comments of types and fields. */
    private static final class Comments extends TreePathScanner<@Nullable Void, String> {
        private final DocTrees trees;
        private final Map<String, DocCommentTree> found = new HashMap<>();

        Comments(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String outer) {
            String name = (outer.isEmpty() ? "" : outer + ".") + type.getSimpleName();
            keep(name);
            return super.visitClass(type, name);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, String outer) {
            return null; // what is inside has no comment that others may read
        }

        @Override
        public @Nullable Void visitVariable(VariableTree field, String outer) {
            keep(outer + "#" + field.getName());
            return null;
        }

        private void keep(String element) {
            DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                found.put(element, comment);
            }
        }
    }

    /** Markdown of comment text. */
    private static final class Prose {
        private Prose() {}

        static String of(List<? extends DocTree> parts) {
            StringBuilder text = new StringBuilder();
            parts.forEach(part -> text.append(of(part)));
            return text.toString().replaceAll("\\s+", " ").strip();
        }

        private static String of(DocTree part) {
            if (part instanceof com.sun.source.doctree.LiteralTree literal) {
                return "`" + literal.getBody().getBody().strip() + "`";
            }
            if (part instanceof com.sun.source.doctree.LinkTree link) {
                String label = of(link.getLabel());
                return label.isEmpty() ? "`" + simple(link.getReference().getSignature()) + "`" : label;
            }
            boolean markup = part.getKind() == DocTree.Kind.START_ELEMENT || part.getKind() == DocTree.Kind.END_ELEMENT;
            return markup ? " " : part.toString();
        }

        private static String simple(String signature) {
            return signature
                    .replaceFirst("^#", "")
                    .replaceFirst("^[a-z][a-z0-9.]*\\.(?=[A-Z])", "")
                    .replace('#', '.');
        }
    }
}
