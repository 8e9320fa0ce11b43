import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * The peer of the search benchmark: Lucene on the same tokens.
 *
 * <p>{@code index DOCUMENTS DIRECTORY} writes an index and prints the seconds that it took. {@code serve
 * DIRECTORY} answers lines "kind TAB words TAB mode TAB least level" (kind: top, filter, facets) with
 * "nanoseconds TAB nanoseconds of the processor TAB ids TAB counts". Facets are counted from the ordinals of doc values, as Lucene's own facet module
 * does; the jar at hand doesn't hold that module.
 */
public final class Peer {
  private static final String[] SINGLE = {"field", "territory"};

  public static void main(String[] args) throws Exception {
    if (args[0].equals("index")) {
      index(Path.of(args[1]), Path.of(args[2]), args.length > 3 ? Integer.parseInt(args[3]) : 1);
    } else {
      serve(Path.of(args[1]));
    }
  }

  private static void index(Path documents, Path directory, int threads) throws Exception {
    FieldType words = new FieldType();
    words.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    words.setTokenized(true);
    words.freeze();
    FieldType steps = new FieldType();
    steps.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    steps.setTokenized(true);
    steps.setOmitNorms(false);
    steps.freeze();
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setSimilarity(new BM25Similarity());
    config.setRAMBufferSizeMB(512);
    long begun = System.nanoTime();
    long spent = processor();
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(directory), config);
        BufferedReader reader = Files.newBufferedReader(documents)) {
      List<Thread> crew = new ArrayList<>();
      for (int number = 0; number < threads; number++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    while (true) {
                      List<String> lines = new ArrayList<>();
                      synchronized (reader) {
                        for (String line; lines.size() < 200 && (line = reader.readLine()) != null; ) {
                          lines.add(line);
                        }
                      }
                      if (lines.isEmpty()) {
                        return;
                      }
                      for (String line : lines) {
                        writer.addDocument(document(line, words, steps));
                      }
                    }
                  } catch (Exception error) {
                    throw new RuntimeException(error);
                  }
                });
        thread.start();
        crew.add(thread);
      }
      for (Thread thread : crew) {
        thread.join();
      }
      writer.commit();
      System.out.println("indexed\t" + (System.nanoTime() - begun) / 1e9);
      System.out.println("processor\t" + (processor() - spent) / 1e9);
      writer.forceMerge(1);
    }
    System.out.println("merged\t" + (System.nanoTime() - begun) / 1e9);
  }

  /** Nanoseconds of the processor that this process has used, in all its threads. */
  private static long processor() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  /** Number, field, territory, modes, level, tokens for BM25, steps for phrases. */
  private static Document document(String line, FieldType words, FieldType steps) {
    String[] part = line.split("\t");
    Document document = new Document();
    document.add(new StoredField("id", part[0]));
    document.add(new NumericDocValuesField("number", Long.parseLong(part[0])));
    for (int position = 0; position < SINGLE.length; position++) {
      document.add(new StringField(SINGLE[position], part[position + 1], Field.Store.NO));
      document.add(new SortedDocValuesField(SINGLE[position], new org.apache.lucene.util.BytesRef(part[position + 1])));
    }
    for (String mode : part[3].split(",")) {
      document.add(new StringField("mode", mode, Field.Store.NO));
      document.add(new SortedSetDocValuesField("mode", new org.apache.lucene.util.BytesRef(mode)));
    }
    document.add(new IntPoint("level", Integer.parseInt(part[4])));
    document.add(new NumericDocValuesField("level", Long.parseLong(part[4])));
    document.add(new SortedDocValuesField("levels", new org.apache.lucene.util.BytesRef(part[4])));
    document.add(new Field("words", part[5], words));
    document.add(new Field("steps", part[6], steps));
    return document;
  }

  private static void serve(Path directory) throws Exception {
    DirectoryReader reader = DirectoryReader.open(new MMapDirectory(directory));
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity());
    searcher.setQueryCache(null);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      String[] part = line.split("\t", -1);
      long spent = clock.getCurrentThreadCpuTime();
      long begun = System.nanoTime();
      BooleanQuery.Builder builder = new BooleanQuery.Builder();
      for (String word : part[1].split(" ")) {
        builder.add(new TermQuery(new Term("words", word)), Occur.SHOULD);
      }
      Query query = builder.build();
      if (!part[0].equals("top")) {
        BooleanQuery.Builder whole = new BooleanQuery.Builder().add(query, Occur.MUST);
        whole.add(new TermQuery(new Term("mode", part[2])), Occur.FILTER);
        whole.add(IntPoint.newRangeQuery("level", Integer.parseInt(part[3]), 9), Occur.FILTER);
        query = whole.build();
      }
      TopDocs found;
      String counts = "";
      if (part[0].equals("facets")) {
        TopScoreDocCollector top = TopScoreDocCollector.create(10, Integer.MAX_VALUE);
        Counter counter = new Counter();
        searcher.search(query, MultiCollector.wrap(top, counter));
        found = top.topDocs();
        counts = counter.text();
      } else {
        found = searcher.search(query, 10);
      }
      StringBuilder answer = new StringBuilder();
      for (ScoreDoc hit : found.scoreDocs) {
        answer.append(searcher.storedFields().document(hit.doc).get("id")).append(' ');
      }
      long taken = System.nanoTime() - begun;
      spent = clock.getCurrentThreadCpuTime() - spent;
      System.out.println(taken + "\t" + spent + "\t" + answer.toString().trim() + "\t" + counts);
      System.out.flush();
    }
  }

  /** Counts the values of four fields over all matches, by ordinals. */
  private static final class Counter extends SimpleCollector {
    private final int[][] counts = new int[4][64];
    private final String[][] names = new String[4][64];
    private SortedDocValues field;
    private SortedDocValues territory;
    private SortedDocValues level;
    private SortedSetDocValues mode;

    @Override
    protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
      field = DocValues.getSorted(context.reader(), "field");
      territory = DocValues.getSorted(context.reader(), "territory");
      level = DocValues.getSorted(context.reader(), "levels");
      mode = DocValues.getSortedSet(context.reader(), "mode");
      SortedDocValues[] single = {field, territory, level};
      for (int place = 0; place < 3; place++) {
        for (int ord = 0; ord < single[place].getValueCount(); ord++) {
          names[place][ord] = single[place].lookupOrd(ord).utf8ToString();
        }
      }
      for (int ord = 0; ord < mode.getValueCount(); ord++) {
        names[3][ord] = mode.lookupOrd(ord).utf8ToString();
      }
    }

    @Override
    public void collect(int doc) throws java.io.IOException {
      if (field.advanceExact(doc)) {
        counts[0][field.ordValue()]++;
      }
      if (territory.advanceExact(doc)) {
        counts[1][territory.ordValue()]++;
      }
      if (level.advanceExact(doc)) {
        counts[2][level.ordValue()]++;
      }
      if (mode.advanceExact(doc)) {
        for (int left = mode.docValueCount(); left > 0; left--) {
          counts[3][(int) mode.nextOrd()]++;
        }
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }

    String text() {
      StringBuilder out = new StringBuilder();
      for (int place = 0; place < 4; place++) {
        for (int ord = 0; ord < 64; ord++) {
          if (counts[place][ord] > 0) {
            out.append(place).append(names[place][ord]).append('=').append(counts[place][ord]).append(' ');
          }
        }
      }
      return out.toString().trim();
    }
  }
}
