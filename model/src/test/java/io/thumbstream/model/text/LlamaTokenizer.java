package io.thumbstream.model.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tokenizer of a dozen tokens built as that of Llama 2: words carry the blank before them. */
public final class LlamaTokenizer {
    private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>");
    /** Of the vocabulary; tokens that are added get the ids from here on. */
    private static final int WORDS = 20;

    private LlamaTokenizer() {}

    /** Writes {@code tokenizer.json} into {@code directory} and loads it. */
    public static HfTokenizer write(Path directory) throws IOException {
        return write(directory, List.of());
    }

    /** The same with further special tokens, as those of Mistral that brackets are. */
    static HfTokenizer write(Path directory, List<String> further) throws IOException {
        String vocabulary =
                "'<unk>':0,'<s>':1,'</s>':2,'\u2581':3,'a':4,'b':5,'\u2581a':6,'\u2581b':7,'[':8,']':9,'/':10,"
                        + "'I':11,'N':12,'S':13,'T':14,'\u2581[':15,'\\n':16,'<':17,'>':18,'Y':19";
        String tokens = special(SPECIAL, 0) + (further.isEmpty() ? "" : ",") + special(further, WORDS);
        String text = "{'version':'1.0','truncation':null,'padding':null,'added_tokens':[" + tokens + "],"
                + "'normalizer':{'type':'Sequence','normalizers':[{'type':'Prepend','prepend':'\u2581'},"
                + "{'type':'Replace','pattern':{'String':' '},'content':'\u2581'}]},"
                + "'pre_tokenizer':null,'post_processor':null,"
                + "'decoder':{'type':'Sequence','decoders':[{'type':'Replace','pattern':{'String':'\u2581'},'content':' '},"
                + "{'type':'ByteFallback'},{'type':'Fuse'},{'type':'Strip','content':' ','start':1,'stop':0}]},"
                + "'model':{'type':'BPE','dropout':null,'unk_token':'<unk>','continuing_subword_prefix':null,"
                + "'end_of_word_suffix':null,'fuse_unk':true,'byte_fallback':false,'vocab':{" + vocabulary + "},"
                + "'merges':['\u2581 a','\u2581 b','\u2581 [']}}";
        Path file = Files.writeString(directory.resolve("tokenizer.json"), text.replace('\'', '"'));
        return HfTokenizer.load(file);
    }

    private static String special(List<String> tokens, int first) {
        return IntStream.range(0, tokens.size())
                .mapToObj(i -> "{'id':" + (first + i) + ",'content':'" + tokens.get(i)
                        + "','single_word':false,'lstrip':false,'rstrip':false,'normalized':false,'special':true}")
                .collect(Collectors.joining(","));
    }
}
