"""Addresses of these screens, below the back office's root."""

from django.urls import path

from gongkai.agencies.office import agencies, ledger, people

app_name = "agencies"
urlpatterns = [
    path("jiguan/", agencies.AgencyList.as_view(), name="list"),
    path("jiguan/xinjian/", agencies.CreateAgencyScreen.as_view(), name="create"),
    path("jiguan/<str:code>/", agencies.AgencyDetail.as_view(), name="agency"),
    path("jiguan/<str:code>/gengming/", agencies.RenameScreen.as_view(), name="rename"),
    path("jiguan/<str:code>/gengzheng/", agencies.CorrectScreen.as_view(), name="correct"),
    path("jiguan/<str:code>/cengyongming/", agencies.FormerNameScreen.as_view(), name="former_name"),
    path("jiguan/<str:code>/lishu/", agencies.MoveScreen.as_view(), name="move"),
    path("jiguan/<str:code>/neishejigou/", agencies.DepartmentScreen.as_view(), name="department"),
    path("jiguan/<str:code>/chexiao/", agencies.AbolishScreen.as_view(), name="abolish"),
    path("renyuan/", people.PeopleList.as_view(), name="people"),
    path("renyuan/xinjian/", people.CreateUserScreen.as_view(), name="create_user"),
    path("renyuan/<str:public_id>/", people.PersonDetail.as_view(), name="person"),
    path("renyuan/<str:public_id>/mima/", people.PasswordScreen.as_view(), name="password"),
    path("renyuan/<str:public_id>/qiting/", people.SwitchScreen.as_view(), name="switch"),
    path("renyuan/<str:public_id>/jiesuo/", people.UnlockScreen.as_view(), name="unlock"),
    path("renyuan/<str:public_id>/juese/", people.RoleScreen.as_view(), name="grant"),
    path("renyuan/<str:public_id>/juese/<str:role_id>/zhongzhi/", people.EndRoleScreen.as_view(), name="end_role"),
    path("renyuan/<str:public_id>/guanliyuan/", people.AppointScreen.as_view(), name="appoint"),
    path("taizhang/", ledger.LedgerList.as_view(), name="ledger"),
]
