package sotto.mls.schedule;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The safe exporter of draft-ietf-mls-extensions §4.4: one secret for each component and epoch,
/// handed out once.
public final class ExporterTree {
  private static final int COMPONENTS = 1 << 16;
  private static final StoredTree<Spent> STORED =
      new StoredTree<>((out, spent) -> {}, in -> Spent.SPENT);

  private enum Spent {
    SPENT
  }

  private final DerivationTree<Spent> tree;
  private final int exported;

  private ExporterTree(DerivationTree<Spent> tree, int exported) {
    this.tree = tree;
    this.exported = exported;
  }

  /// The tree over `application_export_secret`, which it takes over.
  public static ExporterTree rooted(Secret applicationExportSecret) {
    return new ExporterTree(DerivationTree.rooted(applicationExportSecret, COMPONENTS), 0);
  }

  /// What exporting gives.
  ///
  /// @param consumed to be erased when `next` is adopted
  public record Exported(ExporterTree next, Secret secret, List<Secret> consumed) {}

  /// `SafeExportSecret(ComponentID)`.
  ///
  /// @param component a uint16
  /// @throws IllegalStateException the second time: "the MLS implementation MUST regard that
  ///   component's exported secret as 'consumed'"
  public Exported export(SuiteCrypto crypto, int component) {
    if (!tree.contains(component)) {
      throw new IllegalArgumentException(
          "A component id is a uint16, 0 to 65535, and " + component + " is none.");
    }
    if (tree.at(component).isPresent()) {
      throw new IllegalStateException(
          "The secret of component " + component + " was already exported in this epoch.");
    }
    Secret[] secretOf = new Secret[1];
    DerivationTree.Opened<Spent> opened =
        tree.open(
            crypto,
            component,
            secret -> {
              secretOf[0] = secret.duplicate();
              return Spent.SPENT;
            });
    return new Exported(
        new ExporterTree(opened.tree(), exported + 1), secretOf[0], opened.consumed());
  }

  /// How many components' secrets were exported.
  public int exported() {
    return exported;
  }

  private static int exported(DerivationTree.Node<Spent> node) {
    return switch (node) {
      case DerivationTree.Whole<Spent> _ -> 0;
      case DerivationTree.Split<Spent>(var left, var right) -> exported(left) + exported(right);
      case DerivationTree.Tip<Spent> _ -> 1;
    };
  }

  /// Every secret in it, to erase them with the epoch.
  public List<Secret> secrets() {
    return HeldSecrets.unopened(tree);
  }

  /// What is stored of it, under node indices.
  public SortedMap<Long, byte[]> rows() {
    return STORED.rows(tree);
  }

  /// What has to be changed in what is stored of `earlier`, a state of the same epoch.
  public TreeChanges changesSince(ExporterTree earlier) {
    return STORED.changes(earlier.tree, tree);
  }

  /// @throws MlsException when the rows are no complete tree
  public static ExporterTree stored(Map<Long, byte[]> rows) throws MlsException {
    DerivationTree<Spent> tree = STORED.tree(COMPONENTS, rows);
    return new ExporterTree(tree, exported(tree.root()));
  }
}
