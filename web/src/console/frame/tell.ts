import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'

/** Says that something is done. */
export function tell(text: string): void {
  ElMessage({ message: text, type: 'success', grouping: true, duration: 4000 })
}
