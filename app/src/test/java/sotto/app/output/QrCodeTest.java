package sotto.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  private static final int SCALE = 8;
  private static final int WHITE = 0xFFFFFF;

  @Test
  void whatIsOnTheTerminalReadsBack() throws Exception {
    String text = "sotto:alice@example.org+bob@example.org:" + "0123456789".repeat(6);
    assertThat(read(QrCode.lines(text, Style.PLAIN))).isEqualTo(text);
  }

  /// Takes a picture of the terminal: each character is two modules, light where it is drawn.
  private static String read(List<String> lines) throws Exception {
    int width = lines.getFirst().length() * SCALE;
    int height = lines.size() * 2 * SCALE;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char drawn = lines.get(y / SCALE / 2).charAt(x / SCALE);
        boolean upper = y / SCALE % 2 == 0;
        boolean light = drawn == '█' || drawn == (upper ? '▀' : '▄');
        pixels[y * width + x] = light ? WHITE : 0;
      }
    }
    assertThat(Arrays.stream(pixels).distinct()).hasSize(2);
    var picture =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
    return new QRCodeReader().decode(picture).getText();
  }
}
