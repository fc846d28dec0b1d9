import CofferCharter
import CofferModel
import CofferOutbound
import Testing
